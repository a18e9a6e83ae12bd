import * as archives from '@liren/contract/archive/all'
import { draftMigration } from './draft.ts'

/** `npm run draft -- person`: prints the migration that the definition of an archive asks for. */
const wanted = process.argv[2]
const definition = Object.values(archives).find((archive) => archive.name === wanted)
if (!definition) {
  console.error(
    `Say which archive: ${Object.values(archives)
      .map((archive) => archive.name)
      .join(', ')}`,
  )
  process.exitCode = 1
} else console.log(draftMigration(definition))
