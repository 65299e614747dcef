import { status, type handleUnaryCall } from '@grpc/grpc-js';

/** A method from request to answer. What it throws reaches the program as the call's failure, with its message. */
export function unary<Request, Answer>(answer: (request: Request) => Answer): handleUnaryCall<Request, Answer> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request));
    } catch (error) {
      callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    }
  };
}
