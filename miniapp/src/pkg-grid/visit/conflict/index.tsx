import { useCall, useOutbox, useSettings } from '@liren/client'
import { type Visit, visitEndpoints } from '@liren/contract/capabilities/visit'
import { BottomBar, LinkButton, PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { useTold } from '@/parts/file-field'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Box } from '@/platform/elements'
import { back, useParams } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'
import { definitions } from '../../parts/definitions'
import { filesOf } from '../../parts/visit-value'
import '../../parts/visit.css'
import '@/parts/notes.css'

/** A visit that was made without network and met newer files: mine beside what is on file now, and one decision. */
export default function ConflictPage() {
  const say = useSay()
  return (
    <Page page="pkg-grid/visit/conflict" title={words.compareTitle}>
      <PermissionGate end="grid" permission="visit.do" preview={say(words.preview)}>
        <Compare />
      </PermissionGate>
    </Page>
  )
}

function Compare() {
  const { id = '' } = useParams()
  const call = useCall(visitEndpoints.read, id === '' ? null : { params: { id } })
  return (
    <Loaded of={call} shape="detail">
      {(visit) => <Sides visit={visit} />}
    </Loaded>
  )
}

interface Sent {
  readonly changes?: readonly { readonly id: string; readonly values: Readonly<Record<string, unknown>> }[]
}

function Sides({ visit }: { visit: Visit }) {
  const say = useSay()
  const told = useTold()
  const { language } = useSettings()
  const { entry: entryId = '' } = useParams()
  const { entries, retry, discard } = useOutbox(`visit:${visit.id}`)
  const entry = entries.find(({ id }) => id === entryId)
  if (!entry) return <EmptyState scene="calm" title={say(words.gone)} body={visit.house} />
  const files = filesOf(visit)
  const rows = ((entry.body as Sent).changes ?? []).flatMap(({ id, values }) => {
    const file = files.find((one) => one.id === id)
    const definition = file ? definitions[file.archive] : undefined
    if (!file || !definition) return []
    return Object.entries(values).flatMap(([name, mine]) => {
      const field = definition.fields[name]
      return field
        ? [
            {
              key: `${id}-${name}`,
              title: `${file.title || say(words.house)} · ${field.label[language]}`,
              mine: told(field, mine),
              now: told(field, file.values[name]),
            },
          ]
        : []
    })
  })
  const again = async () => {
    // what was seen is now what is on file today: whoever sends again has compared
    const seen = files.map(({ archive, id, version }) => ({ archive, id, version }))
    await retry(entry.id, { ...entry.body, version: visit.version, seen })
    back()
  }
  const drop = async () => {
    await discard(entry.id)
    back()
  }
  return (
    <>
      <Box className="card">
        <Box className="heading">{visit.house}</Box>
        <Box className="note note-warning note-round">{entry.stoppedBy?.[language] ?? say(words.compareBody)}</Box>
      </Box>
      <Box className="card">
        {rows.length === 0 ? <Box className="secondary">{say(words.same)}</Box> : null}
        {rows.map(({ key, title, mine, now }) => (
          <Box key={key} className="visit-compare">
            <Box className="secondary">{title}</Box>
            <Box className="visit-fact-changed visit-fact">
              <Box className="small">{say(words.mine)}</Box>
              <Box>{mine || say(words.empty)}</Box>
            </Box>
            <Box className="visit-fact">
              <Box className="small">{say(words.theirs)}</Box>
              <Box>{now || say(words.empty)}</Box>
            </Box>
          </Box>
        ))}
      </Box>
      <LinkButton id="conflict-drop" icon="trash" onTap={() => void drop()}>
        {say(words.throwAway)}
      </LinkButton>
      <BottomBar>
        <PrimaryButton id="conflict-again" disabled={visit.state !== 'due'} onTap={() => void again()}>
          {say(words.resend)}
        </PrimaryButton>
      </BottomBar>
    </>
  )
}
