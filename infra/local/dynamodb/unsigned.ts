/**
 * Requests to this machine's own services carry the form of a signature and no signature: none of them verifies one, and
 * making it is a quarter of what a request costs here. The form tells DynamoDB Local which table is meant.
 */

/** The headers of a request to that service, in the scope of our only account. */
export const unsignedHeaders = (service: string) => ({
  'x-amz-date': '20260101T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-2/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
})
