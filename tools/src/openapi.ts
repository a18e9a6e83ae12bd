import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { openApiDocument } from '@liren/bff/kernel/openapi/document'
import { allCapabilities } from '@liren/contract/capabilities/index'
import { root } from './checks/files.ts'

export const openApiPath = 'docs/api/openapi.json'

/** The committed description of the interface. Its diff is reviewed like code. */
export function openApiText(): string {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
  return `${JSON.stringify(openApiDocument(allCapabilities, version), null, 1)}\n`
}

if (process.argv[1]?.endsWith('tools/src/openapi.ts')) {
  mkdirSync(dirname(`${root}${openApiPath}`), { recursive: true })
  writeFileSync(`${root}${openApiPath}`, openApiText())
  console.log(`${openApiPath} is written.`)
}
