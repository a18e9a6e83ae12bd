import { expect, test } from 'vitest'
import { signTc3 } from './tc3.ts'

const example = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  service: 'cvm',
  host: 'cvm.tencentcloudapi.com',
  body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  now: 1_551_113_065_000,
}

test('the signature of the published example comes out as published', () => {
  expect(signTc3(example).authorization).toBe(
    'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, ' +
      'SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  )
})

test('one changed character of the body, the host or the key gives another signature', () => {
  const right = signTc3(example).authorization
  for (const change of [{ body: example.body.replace('1', '2') }, { host: 'x.tencentcloudapi.com' }, { secretKey: 'another' }]) {
    expect(signTc3({ ...example, ...change }).authorization).not.toBe(right)
  }
})
