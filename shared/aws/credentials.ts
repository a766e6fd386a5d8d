/**
 * Lambda gives a function its role's credentials in variables, for as long as that process lives. Files, single sign-on and
 * other services' metadata are not asked: scripts that need them use AWS's own clients.
 */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

/** Throws when there are none. */
export const credentialsOf = (env: NodeJS.ProcessEnv): Credentials => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw Object.assign(new Error('no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set'), {
      name: 'CredentialsProviderError',
    })
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  }
}
