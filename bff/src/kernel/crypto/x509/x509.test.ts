import { execFile } from 'node:child_process'
import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCryptoProvider } from '../create.ts'
import {
  type Authority,
  type AuthorityKind,
  authorityFor,
  certificateFingerprint,
  generateAuthorityKey,
  issueCertificate,
  keyIdOf,
  rootCertificate,
} from './authority.ts'
import { bytesOfPem, itemsIn, onlyItem } from './read.ts'
import { RequestRefused, readRequest } from './request.ts'
import { revocationList } from './revocation.ts'

const crypto = createCryptoProvider()
const run = promisify(execFile)
const day = 86_400_000
const serial = () => `4${randomBytes(16).toString('hex').slice(1)}`
const distId = (kind: string) => (kind === 'sm2' ? ['-vfyopt', 'distid:1234567812345678'] : [])
let folder = ''
const at = (name: string) => join(folder, name)
const openssl = async (...args: string[]): Promise<string> => (await run('openssl', args)).stdout
const refusal = (...args: string[]) =>
  openssl(...args).then(
    () => 'accepted',
    (error: { stdout: string; stderr: string }) => error.stderr + error.stdout,
  )

/** The openssl command plays everybody who has to believe, or not, what we issue. */
async function requestOf(name: string, keyArgs: readonly string[], subject: string, more: readonly string[] = []): Promise<string> {
  await openssl('genpkey', ...keyArgs, '-out', at(`${name}.key`))
  await openssl('req', '-new', '-key', at(`${name}.key`), '-subj', subject, ...more, '-out', at(`${name}.csr`))
  return readFile(at(`${name}.csr`), 'utf8')
}

const keys = {
  p256: { args: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], sign: ['-sha256'] },
  rsa: { args: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], sign: ['-sha256'] },
  sm2: { args: ['-algorithm', 'SM2'], sign: ['-sm3', '-sigopt', 'distid:1234567812345678'] },
} as const

function authorityOf(kind: AuthorityKind): { authority: Authority; root: string } {
  const { privateKey, publicKey } = generateAuthorityKey(kind, crypto)
  const authority = { kind, privateKey, keyId: keyIdOf(publicKey), subject: { commonName: `Liren ${kind}`, organization: '里仁' } }
  const root = rootCertificate(authority, publicKey, serial(), { from: Date.now() - day, until: Date.now() + 3650 * day }, crypto)
  return { authority, root }
}

async function kept(name: string, content: string): Promise<string> {
  await writeFile(at(name), content)
  return at(name)
}

function isSignedList(list: string, root: X509Certificate): boolean {
  const [content, , signature] = itemsIn(onlyItem(bytesOfPem(list, 'X509 CRL'), 0x30).content)
  const key = root.publicKey.export({ type: 'spki', format: 'pem' }) as string
  return crypto.verify(key, content?.whole ?? Buffer.alloc(0), signature?.content.subarray(1) ?? Buffer.alloc(0))
}

describe('certificates of the house', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liren-x509-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  for (const kind of ['p256', 'rsa', 'sm2'] as const)
    it(`are believed by openssl for a key of kind ${kind}, and no more once they are on the list`, async () => {
      const request = readRequest(await requestOf(kind, keys[kind].args, '/O=x/CN=door-7', keys[kind].sign), crypto)
      expect(request).toMatchObject({ commonName: 'door-7', keyKind: kind, hosts: [] })
      const { authority, root } = authorityOf(authorityFor(kind))
      const number = serial()
      const certificate = issueCertificate(
        authority,
        {
          ...{ serial: number, publicKey: request.publicKey, keyKind: kind },
          subject: { commonName: 'door-7', unit: 'device', organization: '里仁' },
          validity: { from: Date.now() - 60_000, until: Date.now() + 365 * day },
        },
        crypto,
      )
      await writeFile(at('root.pem'), root)
      await writeFile(at('one.pem'), certificate)
      expect(
        await openssl('verify', ...distId(kind), '-x509_strict', '-purpose', 'sslclient', '-CAfile', at('root.pem'), at('one.pem')),
      ).toContain('OK')
      expect(await refusal('verify', ...distId(kind), '-purpose', 'sslserver', '-CAfile', at('root.pem'), at('one.pem'))).toContain(
        'purpose',
      )
      expect(new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase()).toBe(certificateFingerprint(certificate))
      expect(new X509Certificate(certificate).ca).toBe(false)

      const list = (revoked: readonly string[]) =>
        revocationList(
          authority,
          {
            ...{ number: 7, at: Date.now() - 1000, next: Date.now() + day },
            revoked: revoked.map((one) => ({ serial: one, at: Date.now() - 2000, reason: 'key-compromise' as const })),
          },
          crypto,
        )
      const checked = async (crl: string) => {
        await writeFile(at('list.pem'), crl)
        return refusal('verify', '-crl_check', '-CRLfile', at('list.pem'), '-CAfile', at('root.pem'), at('one.pem'))
      }
      // The openssl command has no way to be told whose id an SM2 list is signed with: there its signature is held against the key.
      if (kind === 'sm2') {
        expect(await openssl('crl', '-noout', '-text', '-in', await kept('list.pem', list([serial(), number])))).toContain(
          number.toUpperCase(),
        )
        expect(isSignedList(list([number]), new X509Certificate(root))).toBe(true)
        return
      }
      expect(await checked(list([]))).toBe('accepted')
      expect(await checked(list([serial(), number]))).toContain('revoked')
    })

  it('are not believed under another authority, and cannot sign others', async () => {
    const [ours, others] = [authorityOf('p256'), authorityOf('p256')]
    const request = readRequest(await requestOf('foreign', keys.p256.args, '/CN=door-8'), crypto)
    const issue = {
      ...{
        serial: serial(),
        publicKey: request.publicKey,
        keyKind: 'p256' as const,
        subject: { commonName: 'door-8', organization: '里仁' },
      },
      validity: { from: Date.now() - 60_000, until: Date.now() + day },
    }
    await writeFile(at('ours.pem'), ours.root)
    await writeFile(at('theirs.pem'), issueCertificate(others.authority, issue, crypto))
    expect(await refusal('verify', '-CAfile', at('ours.pem'), at('theirs.pem'))).not.toBe('accepted')
    const leaf = issueCertificate(ours.authority, issue, crypto)
    const leafAsAuthority: Authority = {
      ...{ kind: 'p256', privateKey: await readFile(at('foreign.key'), 'utf8'), keyId: keyIdOf(request.publicKey) },
      subject: issue.subject,
    }
    await writeFile(at('leaf.pem'), leaf)
    await writeFile(at('child.pem'), issueCertificate(leafAsAuthority, { ...issue, serial: serial() }, crypto))
    expect(await refusal('verify', '-CAfile', at('ours.pem'), '-untrusted', at('leaf.pem'), at('child.pem'))).not.toBe('accepted')
  })

  it('are given to servers for the hosts that they ask for', async () => {
    const text = await requestOf('server', keys.p256.args, '/CN=bridge-1', ['-addext', 'subjectAltName=DNS:bridge.local,IP:10.1.2.3'])
    const request = readRequest(text, crypto)
    expect(request.hosts).toEqual(['bridge.local', '10.1.2.3'])
    const { authority, root } = authorityOf('p256')
    await writeFile(at('root.pem'), root)
    await writeFile(
      at('server.pem'),
      issueCertificate(
        authority,
        {
          ...{ serial: serial(), publicKey: request.publicKey, keyKind: 'p256', hosts: request.hosts },
          subject: { commonName: 'bridge-1', organization: '里仁' },
          validity: { from: Date.now() - 60_000, until: Date.UTC(2055, 0, 1) },
        },
        crypto,
      ),
    )
    for (const host of [
      ['-verify_hostname', 'bridge.local'],
      ['-verify_ip', '10.1.2.3'],
    ])
      expect(await openssl('verify', '-purpose', 'sslserver', ...host, '-CAfile', at('root.pem'), at('server.pem'))).toContain('OK')
    expect(await refusal('verify', '-verify_hostname', 'other.local', '-CAfile', at('root.pem'), at('server.pem'))).not.toBe('accepted')
  })

  it('are refused to requests that are damaged, cut, weak, signed by somebody else, or ask for two names', async () => {
    const faultOf = (text: string) => {
      try {
        readRequest(text, crypto)
        return 'accepted'
      } catch (error) {
        return error instanceof RequestRefused ? error.fault : String(error)
      }
    }
    const good = await requestOf('good', keys.sm2.args, '/CN=door-9', keys.sm2.sign)
    const bytes = Buffer.from(good.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    const asPem = (der: Buffer) => `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
    expect(faultOf(asPem(bytes))).toBe('accepted')
    for (let length = 0; length < bytes.length; length += 7) expect(faultOf(asPem(bytes.subarray(0, length)))).toBe('unreadable')
    for (let place = 0; place < bytes.length; place++) {
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ 0x01
      expect(faultOf(asPem(changed)), `byte ${place}`).not.toBe('accepted')
    }
    expect(faultOf(`${good}${good}`)).toBe('unreadable')
    expect(faultOf('door-9')).toBe('unreadable')
    expect(faultOf(await requestOf('two', keys.p256.args, '/CN=door-9/CN=door-1'))).toBe('name')
    expect(faultOf(await requestOf('odd', keys.p256.args, '/CN=door 9'))).toBe('name')
    expect(faultOf(await requestOf('none', keys.p256.args, '/O=door-9'))).toBe('name')
    expect(faultOf(await requestOf('weak', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'], '/CN=door-9'))).toBe('key')
    expect(faultOf(await requestOf('curve', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], '/CN=door-9'))).toBe('key')
    expect(faultOf(await requestOf('id', keys.sm2.args, '/CN=door-9', ['-sm3', '-sigopt', 'distid:somebody']))).toBe('signature')
  })
})
