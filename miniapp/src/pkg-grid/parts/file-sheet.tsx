import { fieldOf } from '@liren/contract/archive/archive'
import { type VisitArchive, type VisitFile, visitFields } from '@liren/contract/capabilities/visit'
import { useState } from 'react'
import { LinkButton, PrimaryButton } from '@/parts/button'
import { type FieldInput, FileFieldRow } from '@/parts/file-field'
import { Sheet } from '@/parts/sheet'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'
import { definitions } from './definitions'
import { FaceRow } from './face-row'
import type { TakenFace, Values } from './visit-value'

interface FileSheetProps {
  readonly title: string
  readonly file: VisitFile
  readonly changes: Values
  readonly face: TakenFace | undefined
  readonly onChange: (values: Values) => void
  readonly onFace: (face: TakenFace | undefined) => void
  readonly onClose: () => void
}

/** How many fields are seen at once; the rest is one tap away. */
const few = 5

/** A file to be changed: filled in with what is known, so that only what differs is typed. */
export function FileSheet({ title, file, changes, face, onChange, onFace, onClose }: FileSheetProps) {
  const say = useSay()
  const [isWhole, setWhole] = useState(false)
  const definition = definitions[file.archive]
  if (!definition) return null
  const names = visitFields[file.archive as VisitArchive].filter((name) => !fieldOf(definition, name).derived)
  const set = (name: string, value: FieldInput | undefined) => {
    const { [name]: _was, ...rest } = changes
    onChange(value === undefined ? rest : { ...rest, [name]: value })
  }
  const consent = file.values.faceConsentOn
  return (
    <Sheet
      open
      id="file-sheet"
      title={title}
      onClose={onClose}
      footer={
        <PrimaryButton id="file-save" onTap={onClose}>
          {say(words.save)}
        </PrimaryButton>
      }
    >
      {names
        .filter((name, i) => isWhole || i < few || name in changes)
        .map((name) => (
          <FileFieldRow
            key={name}
            id={`field-${name}`}
            field={fieldOf(definition, name)}
            before={file.values[name] ?? null}
            isMasked={file.masked.includes(name)}
            value={changes[name]}
            onChange={(value) => set(name, value)}
          />
        ))}
      {names.length > few ? (
        <LinkButton id="file-more" icon={isWhole ? 'minus' : 'plus'} onTap={() => setWhole(!isWhole)}>
          {say(isWhole ? words.less : words.more)}
        </LinkButton>
      ) : null}
      {file.archive === 'person' ? (
        <FaceRow face={face} onFace={onFace} keptOn={typeof consent === 'string' ? consent : undefined} />
      ) : null}
    </Sheet>
  )
}
