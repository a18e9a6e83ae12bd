import { useCall, usePage, useSend } from '@liren/client'
import { type Ask, housekeeper as contract, type Talk } from '@liren/contract/capabilities/housekeeper'
import { LinkButton, PlainButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { PersonChip } from '@/parts/person-chip'
import { Asks } from '@/parts/talk/asks'
import { Composer } from '@/parts/talk/composer'
import { Said } from '@/parts/talk/said'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { go, useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { talkWords as words } from '@/words/talk'

/** One resident: what is wanted, what was said, and the answer. */
export default function TalkPage() {
  const say = useSay()
  return (
    <Page page="pkg-staff/talk" title={words.answer}>
      <PermissionGate end="staff" permission="housekeeper.serve" preview={say(words.inboxPreview)}>
        <One />
      </PermissionGate>
    </Page>
  )
}

function One() {
  const { id = '' } = useParams()
  const of = id === '' ? null : { params: { id } }
  const call = useCall(contract.endpoints.talk, of, { keep: true, on: ['housekeeper.', 'repair.'] })
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <Loaded of={call} shape="detail">
      {(talk) => <Shown talk={talk} reload={call.reload} />}
    </Loaded>
  )
}

function Shown({ talk, reload }: { talk: Talk; reload: () => Promise<void> }) {
  const say = useSay()
  const said = usePage(contract.endpoints.words, { params: { id: talk.id }, query: { limit: 30 } }, { keep: true, on: ['housekeeper.'] })
  return (
    <>
      <Box className="card">
        <PersonChip name={talk.resident.name} role={talk.house.label} />
      </Box>
      {talk.can.includes('answer') ? (
        <Composer
          name={talk.id}
          to={{ endpointId: contract.endpoints.answer.id, path: contract.endpoints.answer.path.replace(':id', talk.id), body: {} }}
          hint={say(words.answerHint)}
          onSent={() => {
            void reload()
            void said.reload()
          }}
        />
      ) : null}
      <Asks title={say(words.asksOf)} asks={talk.asks}>
        {(ask) => <Steps ask={ask} onDone={reload} />}
      </Asks>
      <Said of={said} side="keeper" />
    </>
  )
}

function Steps({ ask, onDone }: { ask: Ask; onDone: () => Promise<void> }) {
  const say = useSay()
  const toast = useToast()
  const { send, sending, error } = useSend(contract.endpoints.finish)
  const { repair } = ask
  const finish = async () => {
    if ((await send({ params: { id: ask.id }, body: { version: ask.version } })) === null) return
    toast(words.finished)
    await onDone()
  }
  return (
    <>
      {repair === null ? null : (
        <LinkButton icon="wrench" onTap={() => go('/pkg-staff/order', { id: repair.id })}>
          {say(words.seeRepair(repair.number))}
        </LinkButton>
      )}
      {ask.can.includes('finish') ? (
        <PlainButton id={`finish-${ask.id}`} busy={sending} onTap={() => void finish()}>
          {say(words.finish)}
        </PlainButton>
      ) : null}
      <ErrorNote error={error} />
    </>
  )
}
