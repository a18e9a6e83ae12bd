import { exactTime, useSend } from '@liren/client'
import { household as contract, type Relation, relationTexts } from '@liren/contract/capabilities/household'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { useMe } from '@/parts/me'
import { Box } from '@/platform/elements'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'

interface Invitation {
  readonly id: string
  readonly house: { readonly name: string; readonly estate: string }
  readonly relation: Relation
  readonly invitedBy: string
  readonly validUntil: string | null
  readonly version: number
}

/** Somebody of a house wants me to belong to it. */
export function Invitations({ items, onDone }: { items: readonly Invitation[]; onDone: () => void }) {
  const say = useSay()
  const { call } = useMe()
  const accept = useSend(contract.endpoints.accept)
  const decline = useSend(contract.endpoints.decline)
  const settle = async () => {
    await call.reload()
    onDone()
  }
  if (items.length === 0) return null
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.invitations)}
      </Box>
      <ErrorNote error={accept.error ?? decline.error} />
      {items.map(({ id, house, relation, invitedBy, validUntil, version }) => (
        <Box key={id} className="card" id={`invitation-${id}`}>
          <Box className="heading">{`${house.estate} ${house.name}`}</Box>
          <Box className="secondary">{[say(words.invitedBy(invitedBy)), say(relationTexts[relation])].join(' · ')}</Box>
          {validUntil ? <Box className="secondary number">{say(words.validUntil(exactTime(validUntil).slice(0, 10)))}</Box> : null}
          <Box className="row gap-12 pad-top">
            <PlainButton
              busy={decline.sending}
              onTap={() => void decline.send({ params: { id }, body: { version } }).then((done) => (done === null ? undefined : settle()))}
            >
              {say(words.decline)}
            </PlainButton>
            <PrimaryButton
              busy={accept.sending}
              onTap={() => void accept.send({ params: { id }, body: { version } }).then((done) => done && settle())}
            >
              {say(words.accept)}
            </PrimaryButton>
          </Box>
        </Box>
      ))}
    </Box>
  )
}
