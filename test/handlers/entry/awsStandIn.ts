import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A local server that answers for the AWS services beside DynamoDB, and keeps what it was asked. */
export interface AwsStandIn {
  readonly endpoint: string;
  readonly calls: readonly { readonly target: string; readonly body: string }[];
  close(): Promise<void>;
}

/** `answers`: by the target that the AWS JSON protocols name (`AmazonSSM.GetParametersByPath`); those without one, such as SNS, call `POST /` and get XML. */
export async function startAwsStandIn(
  answers: Readonly<Record<string, (body: string) => unknown>>,
): Promise<AwsStandIn> {
  const calls: { target: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? `${request.method ?? ''} ${request.url ?? ''}`);
      const body = Buffer.concat(chunks).toString();
      calls.push({ target, body });
      const answer = answers[target];
      const content = answer?.(body) ?? { __type: 'ResourceNotFoundException', message: target };
      const type = typeof content === 'string' ? 'text/xml' : 'application/x-amz-json-1.1';
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': type });
      response.end(typeof content === 'string' ? content : JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, calls, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
}
