import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The configuration as it is shipped, moved to ports and certificates of a test. Returns the file to start nginx with. */
export function writeNginx(folder: string, at: { plain: number; tls: number; servers: readonly number[] }): string {
  const shipped = readFileSync(fileURLToPath(new URL('../nginx/liren.conf', import.meta.url)), 'utf8')
  const [first, second] = at.servers
  const moved = shipped
    .replaceAll('[::]:80', `[::1]:${at.plain}`)
    .replaceAll('listen 80;', `listen 127.0.0.1:${at.plain};`)
    .replaceAll('[::]:443', `[::1]:${at.tls}`)
    .replaceAll('listen 443', `listen 127.0.0.1:${at.tls}`)
    .replaceAll(/^\s*listen \[::1\].*$/gm, '')
    .replaceAll('/etc/liren/tls', folder)
    .replace('127.0.0.1:7300', `127.0.0.1:${first}`)
    .replace('127.0.0.1:7310', `127.0.0.1:${second}`)
  mkdirSync(join(folder, 'logs'), { recursive: true })
  const subject = ['-subj', '/CN=liren.example', '-addext', 'subjectAltName=DNS:liren.example,IP:127.0.0.1']
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      ...subject,
      '-keyout',
      join(folder, 'privkey.pem'),
      '-out',
      join(folder, 'fullchain.pem'),
    ],
    { stdio: 'ignore' },
  )
  writeFileSync(join(folder, 'liren.conf'), moved)
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${folder}/${name};`)
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off;\nworker_processes 1;\npid ${folder}/nginx.pid;\nerror_log ${folder}/logs/error.log;\nevents {}\nhttp {\n  access_log off;\n${temp.join('\n')}\n  include ${folder}/liren.conf;\n}\n`,
  )
  return file
}
