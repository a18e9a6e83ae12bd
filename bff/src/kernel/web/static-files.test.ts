import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compressAnswers } from './compress.ts'
import { securityHeaders } from './security-headers.ts'
import { staticFiles } from './static-files.ts'
import { type Served, serve } from './testing.ts'

const script = 'console.log("里仁")\n'.repeat(200)
const style = '.card { color: #333 }\n'.repeat(300)
let folder: string
let served: Served

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liren-static-'))
  const root = join(folder, 'admin')
  await mkdir(join(root, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'SECRET')
  await writeFile(
    join(root, 'index.html'),
    '<html><meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script></html>',
  )
  await writeFile(join(root, 'assets', 'index-Bq3x_9Zk.js'), script)
  await writeFile(join(root, 'assets', 'index-Bq3x_9Zk.js.map'), 'SOURCE')
  await writeFile(join(root, 'assets', 'style-a1b2c3d4.css'), style)
  await writeFile(join(root, 'assets', 'photo-a1b2c3d4.jpg'), Buffer.alloc(5000))
  await writeFile(join(root, 'assets', 'map-worker-a1b2c3d4.mjs'), script)
  await writeFile(join(root, 'sw.js'), script)
  await writeFile(join(root, 'favicon.svg'), '<svg/>')
  await writeFile(join(root, '.env'), 'SECRET')
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'))
  await writeFile(join(root, 'assets', 'index-Bq3x_9Zk.js.br'), brotliCompressSync(script))
  await writeFile(join(root, 'assets', 'index-Bq3x_9Zk.js.gz'), gzipSync(script))
  served = await serve(
    securityHeaders(),
    compressAnswers(),
    staticFiles([
      { prefix: '/admin/', root, fallback: 'index.html' },
      { prefix: '/v/', root: join(folder, 'not-built-yet'), fallback: 'index.html' },
    ]),
    async (ctx) => {
      ctx.body = 'next'
    },
  )
})
afterAll(async () => {
  await served.close()
  await rm(folder, { recursive: true, force: true })
})

describe('serving the built ends', () => {
  it.each([
    '/admin/../secret.txt',
    '/admin/..%2fsecret.txt',
    '/admin/%2e%2e/secret.txt',
    '/admin/%2e%2e%2fsecret.txt',
    '/admin/..%5csecret.txt',
    '/admin/assets/../../secret.txt',
    '/admin//etc/passwd',
    '/admin/%00',
    '/admin/index.html%00.js',
    '/admin/link.txt',
    '/admin/.env',
    '/admin/assets/index-Bq3x_9Zk.js.map',
    '/admin/assets/index-Bq3x_9Zk.js.br',
    '/admin/assets/missing.js',
    '/admin/%E0%A4%A',
  ])('gives nothing away for %s', async (path) => {
    const answer = await served.call(path)
    expect(answer.text).not.toContain('SECRET')
    expect(answer.text).not.toContain('SOURCE')
    expect(answer.text).not.toContain('root:')
    if (answer.status === 200) expect(answer.text).toMatch(/^(<html>|next)/)
    else expect([400, 404]).toContain(answer.status)
  })

  it('refuses to be written to', async () => {
    expect((await served.call('/admin/index.html', { method: 'POST' })).status).toBe(405)
  })

  it('says not found, and not something else, for an end that is not built', async () => {
    expect((await served.call('/v/pass')).status).toBe(404)
  })

  it('serves hashed files for ever and everything else with a question first', async () => {
    const hashed = await served.call('/admin/assets/index-Bq3x_9Zk.js')
    expect(hashed.text).toBe(script)
    expect(hashed.headers['content-type']).toContain('javascript')
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const icon = await served.call('/admin/favicon.svg')
    expect(icon.headers['cache-control']).toBe('no-cache')
    const again = await served.call('/admin/favicon.svg', { headers: { 'if-none-match': String(icon.headers.etag) } })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  it('serves the packed twin to whoever can unpack it', async () => {
    const packed = await served.call('/admin/assets/index-Bq3x_9Zk.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers['content-encoding']).toBe('br')
    expect(packed.headers.vary?.toLowerCase()).toContain('accept-encoding')
    expect(brotliDecompressSync(packed.raw).toString()).toBe(script)
    const gzip = await served.call('/admin/assets/index-Bq3x_9Zk.js', { headers: { 'accept-encoding': 'gzip' } })
    expect(gzip.headers['content-encoding']).toBe('gzip')
  })

  it('lets a worker ask this house and nothing else, and any other file nothing at all', async () => {
    const policyOf = async (path: string) => String((await served.call(path)).headers['content-security-policy'])
    const worker = await policyOf('/admin/assets/map-worker-a1b2c3d4.mjs')
    expect(worker).toContain("default-src 'none'; connect-src 'self';")
    expect(worker).not.toContain('unsafe')
    expect(await policyOf('/admin/assets/index-Bq3x_9Zk.js')).not.toContain('connect-src')
  })

  it('has the worker that keeps an app asked for anew each time, for the folder it lies in and no more', async () => {
    const { status, headers } = await served.call('/admin/sw.js')
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers['content-type']).toContain('javascript')
    expect(headers['content-security-policy']).toContain("default-src 'none'; connect-src 'self';")
    expect(headers['service-worker-allowed']).toBeUndefined()
  })

  it('packs what the build did not, and leaves small files and pictures alone', async () => {
    const packed = await served.call('/admin/assets/style-a1b2c3d4.css', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(packed.raw).toString()).toBe(style)
    expect(Number(packed.headers['content-length'])).toBe(packed.raw.length)
    expect((await served.call('/admin/assets/style-a1b2c3d4.css')).text).toBe(style)
    for (const path of ['/admin/favicon.svg', '/admin/assets/photo-a1b2c3d4.jpg']) {
      const plain = await served.call(path, { headers: { 'accept-encoding': 'gzip, br' } })
      expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined])
    }
  })

  it('answers every address of the app with its page, with a fresh number used once in policy and page alike', async () => {
    for (const path of ['/admin/', '/admin/repairs/list', '/admin/index.html']) {
      const { text, headers } = await served.call(path)
      expect(text).toContain('<html>')
      expect(text).not.toContain('__CSP_NONCE__')
      const nonce = /nonce="(.+?)"/.exec(text)?.[1]
      expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
      expect(headers['cache-control']).toBe('no-store')
    }
  })

  it('sends a HEAD the same headers without the content', async () => {
    const { headers, text, status } = await served.call('/admin/assets/index-Bq3x_9Zk.js', { method: 'HEAD' })
    expect([status, text, headers['content-length']]).toEqual([200, '', String(Buffer.byteLength(script))])
  })

  it('completes the address without the slash and passes on what is not its own', async () => {
    const answer = await served.call('/admin?from=mail')
    expect([answer.status, answer.headers.location]).toEqual([308, '/admin/?from=mail'])
    expect((await served.call('/administrator')).text).toBe('next')
  })

  it('finds what was built after the start', async () => {
    await served.call('/v/index.html')
    await mkdir(join(folder, 'not-built-yet'), { recursive: true })
    await writeFile(join(folder, 'not-built-yet', 'index.html'), '<html>visitor</html>')
    for (let found = false; !found; ) {
      found = (await served.call('/v/pass')).text.includes('visitor')
      if (!found) await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })
})
