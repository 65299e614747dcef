import { ConfigurationError } from '../../runtime/errors.js';

/** What the SDK asks for credentials; the form of `@aws-sdk/credential-provider-node`, whose place it takes in bundles. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The credentials of the function's role, which Lambda gives by the environment. The SDK's own chain would look for
 * profiles, single sign-on and instance metadata as well: a seventh of a bundle that no function ever uses.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
      return Promise.reject(
        new ConfigurationError('environment: AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set'),
      );
    }
    return Promise.resolve({
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
    });
  };
}
