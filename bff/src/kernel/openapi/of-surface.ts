import type { Surface } from '../surface.ts'
import { version } from '../version.ts'
import { type OpenApiDocument, openApiDocument } from './document.ts'

const made = new WeakMap<object, OpenApiDocument>()

/** The document of what is mounted here. Making it takes a moment, so a process makes it once, before it serves. */
export function documentOf(surface: Surface): OpenApiDocument {
  const { capabilities } = surface
  const known = made.get(capabilities)
  if (known) return known
  const document = openApiDocument(
    capabilities.map(({ contract }) => contract),
    version,
  )
  made.set(capabilities, document)
  return document
}
