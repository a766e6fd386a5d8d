/** The services that we call in their JSON protocols, as AWS's endpoints and signatures name them. */

export type ServiceName = 'dynamodb' | 'scheduler' | 'ses' | 'secretsmanager'

export type Service = {
  /** before `.<region>.amazonaws.com` */
  host: string
  /** in the scope of a signature */
  signing: string
  /** `AWS_ENDPOINT_URL_<this>` points elsewhere, as it does for AWS's own clients */
  variable: string
}

export const services: Readonly<Record<ServiceName, Service>> = {
  dynamodb: { host: 'dynamodb', signing: 'dynamodb', variable: 'DYNAMODB' },
  scheduler: { host: 'scheduler', signing: 'scheduler', variable: 'SCHEDULER' },
  ses: { host: 'email', signing: 'ses', variable: 'SESV2' },
  secretsmanager: { host: 'secretsmanager', signing: 'secretsmanager', variable: 'SECRETS_MANAGER' },
}

/** Where a service is asked. Throws where no Region is known and no endpoint given. */
export const endpointOf = (name: ServiceName, region: string | undefined, env: NodeJS.ProcessEnv): URL => {
  const { host, variable } = services[name]
  const elsewhere = env[`AWS_ENDPOINT_URL_${variable}`] || env.AWS_ENDPOINT_URL
  if (elsewhere) return new URL(elsewhere)
  if (!region) throw new Error(`no Region to ask ${name} in: set AWS_REGION`)
  return new URL(`https://${host}.${region}.amazonaws.com`)
}
