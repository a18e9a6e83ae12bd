import { useSettings } from '@liren/client'
import { fieldOf } from '@liren/contract/archive/archive'
import type { Visit, VisitFile } from '@liren/contract/capabilities/visit'
import { useState } from 'react'
import { LinkButton } from '@/parts/button'
import { type FieldInput, useTold } from '@/parts/file-field'
import { Tag } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'
import { definitions } from './definitions'
import { FileSheet } from './file-sheet'
import type { TakenFace, Values } from './visit-value'
import './visit.css'

const facts: Readonly<Record<string, readonly string[]>> = {
  house: ['occupancy', 'purpose', 'ownerName', 'landlordName', 'leaseUntil', 'civilityGrade'],
  person: ['phone', 'idNumber', 'population', 'occupation'],
  vehicle: ['kind', 'colour', 'parkingNumber'],
}

interface FileCardProps {
  readonly visit: Visit
  readonly file: VisitFile
  readonly changes: Values
  readonly face: TakenFace | undefined
  readonly leftOn: string | undefined
  readonly onChange: (values: Values) => void
  readonly onFace: (face: TakenFace | undefined) => void
  readonly onLeave?: (() => void) | undefined
}

/** One file before the visitor: what is known, what was changed of it and what it was, and the way to change more. */
export function FileCard({ file, changes, face, leftOn, onChange, onFace, onLeave }: FileCardProps) {
  const say = useSay()
  const told = useTold()
  const { language } = useSettings()
  const [isOpen, setOpen] = useState(false)
  const definition = definitions[file.archive]
  if (!definition) return null
  const names = [...new Set([...(facts[file.archive] ?? []), ...Object.keys(changes)])]
  const shown = names.filter((name) => name in changes || told(fieldOf(definition, name), file.values[name]) !== '')
  const role = file.role && file.role in words.roles ? say(words.roles[file.role as keyof typeof words.roles]) : undefined
  const heading = file.archive === 'house' ? say(words.house) : file.title
  return (
    <Box className="card visit-file" id={`file-${file.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">
          {heading}
          {role ? <Box className="small">{role}</Box> : null}
        </Box>
        {leftOn ? <Tag tone="warning" icon="logout" words={say(words.moved)} /> : null}
        {Object.keys(changes).length > 0 ? <Tag tone="accent" icon="alert" words={String(Object.keys(changes).length)} /> : null}
      </Box>
      <Box className="visit-facts">
        {shown.map((name) => (
          <Fact
            key={name}
            label={fieldOf(definition, name).label[language]}
            before={told(fieldOf(definition, name), file.values[name])}
            now={now(name)}
          />
        ))}
      </Box>
      {face ? <Box className="small tone-info">{say(words.faceTaken)}</Box> : null}
      {file.waiting.length > 0 ? (
        <Box className="small">
          {say(words.waiting(file.waiting.map((name) => definition.fields[name]?.label[language] ?? name).join('、')))}
        </Box>
      ) : null}
      <Box className="row between gap-8 wrap">
        <Box className="small">{file.verifiedAt ? say(words.verifiedAt(file.verifiedAt.slice(0, 10))) : say(words.neverVerified)}</Box>
        <Box className="row gap-12">
          {onLeave ? (
            <LinkButton id={`leave-${file.id}`} icon="logout" onTap={onLeave}>
              {say(leftOn ? words.stays : words.moveOut)}
            </LinkButton>
          ) : null}
          <LinkButton id={`edit-${file.id}`} icon="edit" onTap={() => setOpen(true)}>
            {say(words.edit)}
          </LinkButton>
        </Box>
      </Box>
      {isOpen ? (
        <FileSheet
          title={heading}
          file={file}
          changes={changes}
          face={face}
          onChange={onChange}
          onFace={onFace}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Box>
  )

  function now(name: string): string | undefined {
    const value: FieldInput | undefined = changes[name]
    if (value === undefined || !definition) return undefined
    return told(fieldOf(definition, name), value) || say(words.empty)
  }
}

function Fact({ label, before, now }: { label: string; before: string; now: string | undefined }) {
  return (
    <Box className={now === undefined ? 'visit-fact' : 'visit-fact visit-fact-changed'}>
      <Box className="secondary">{label}</Box>
      {now === undefined ? (
        <Box>{before}</Box>
      ) : (
        <>
          {before === '' ? null : <Box className="visit-was">{before}</Box>}
          <Box>{now}</Box>
        </>
      )}
    </Box>
  )
}
