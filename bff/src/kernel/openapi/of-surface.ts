import type { Surface } from '../surface.ts'
import { version } from '../version.ts'
import { openApiDocument } from './document.ts'
import { KeptDocument } from './kept.ts'

const made = new WeakMap<object, KeptDocument>()

/** The document of what is mounted here. Making it takes a moment, so a process makes it once, before it serves. */
export function documentOf(surface: Surface): KeptDocument {
  const { capabilities } = surface
  const known = made.get(capabilities)
  if (known) return known
  const contracts = capabilities.map(({ contract }) => contract)
  const document = new KeptDocument(openApiDocument(contracts, version))
  made.set(capabilities, document)
  return document
}
