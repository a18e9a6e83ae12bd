import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Keys and certificates of a test, made by openssl in a folder of their own. */
export function makeCertificates() {
  const folder = mkdtempSync(join(tmpdir(), 'liren-tls-'))
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const file = (name: string): string => join(folder, name)
  return {
    file,
    /** A key with a certificate, its own or signed by one of the authorities; `days` below zero makes it expired. */
    make(name: string, authority?: string, days = 30): void {
      openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`)
      if (authority === undefined) {
        openssl('req', '-x509', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-days', '30', '-out', `${name}.pem`)
        return
      }
      openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`)
      const signing = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial']
      openssl('x509', '-req', '-in', `${name}.csr`, ...signing, '-days', String(days), '-out', `${name}.pem`)
    },
    read: (name: string): Buffer => readFileSync(file(name)),
    fingerprint: (name: string): string =>
      new X509Certificate(readFileSync(file(`${name}.pem`))).fingerprint256.replaceAll(':', '').toLowerCase(),
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  }
}
