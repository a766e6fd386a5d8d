/** The secrets of landlord/secret-names.ts, as Secrets Manager has them. */
import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'

/** A secret's ARN from its name. Secrets Manager ends it with six characters of its own choosing, hence `??????`. */
export const secretArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${name}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })

/**
 * `{"previous": "", "current": "<44 letters and digits>"}`: 33 bytes when read as base64, more than the 24 that
 * Standard Webhooks asks for. Kept when removed here, so that no mistyped file takes a key away; gone with a
 * first deployment that fails, since its name would keep every later one from being made.
 */
export const landlordSecret = (scope: Construct, name: string, encryptionKey: Key): Secret => {
  const secret = new Secret(scope, `Secret-${name.split('/').slice(2).join('-')}`, {
    secretName: name,
    encryptionKey,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ previous: '' }),
      generateStringKey: 'current',
      passwordLength: 44,
      excludePunctuation: true,
    },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  })
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'The other side, or mails already sent, hold it too: it is changed with them by `npm run keys`, old and new valid together.',
  })
  return secret
}
