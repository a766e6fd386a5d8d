import { expect, test } from 'vitest'
import { parseLandlord } from '../../infra/landlord/load.ts'
import { example, ofType, synthesise } from './synthesised.ts'

const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/homes/0a1b2c3d-0000-4000-8000-000000000000'
const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000'
const firewall = { webAclArn, certificateArn }

const open = synthesise().service
const walled = synthesise({ ...example, firewall }).service

test('a web ACL that the landlord names stands before the API, on a distribution that keeps and changes nothing', () => {
  const [distribution, ...others] = ofType(walled, 'AWS::CloudFront::Distribution')
  const { DistributionConfig: made } = distribution!.Properties
  expect(others).toEqual([])
  expect(made).toMatchObject({
    WebACLId: webAclArn,
    Aliases: [new URL(example.baseUrl).host],
    ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    DefaultCacheBehavior: {
      // AWS's own: nothing is cached, and all but the host is passed on
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
    },
  })
  expect(made.DefaultCacheBehavior.AllowedMethods).toContain('POST')
  expect(made.Origins[0].CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' })
})

test('who asks for none gets none', () => {
  expect(ofType(open, 'AWS::CloudFront::Distribution')).toEqual([])
})

test.each([
  [
    'a regional web ACL',
    { ...firewall, webAclArn: webAclArn.replace('us-east-1', 'eu-west-2').replace('global', 'regional') },
  ],
  ['one of another Region', { ...firewall, webAclArn: webAclArn.replace('us-east-1', 'eu-west-2') }],
])('%s is refused, with what would do', (_, asked) => {
  expect(() => parseLandlord({ ...example, firewall: asked })).toThrow(
    /firewall\.webAclArn.*scope CLOUDFRONT in us-east-1.*does not attach to an HTTP API/,
  )
})

test('a certificate of another Region is refused', () => {
  const asked = { ...firewall, certificateArn: certificateArn.replace('us-east-1', 'eu-west-2') }
  expect(() => parseLandlord({ ...example, firewall: asked })).toThrow(/firewall\.certificateArn/)
})
