import { useCall } from '@liren/client'
import { household as contract } from '@liren/contract/capabilities/household'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { Choices } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Box } from '@/platform/elements'
import { useParams } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'
import { InviteSheet } from './invite-sheet'
import { MemberCard } from './member-card'

/** Who belongs to a house and until when; the owner invites, changes and removes. */
export default function Members() {
  const say = useSay()
  return (
    <Page page="pkg-house/members" title={words.membersTitle}>
      <PermissionGate house preview={say(words.preview)}>
        <Household />
      </PermissionGate>
    </Page>
  )
}

function Household() {
  const say = useSay()
  const { me } = useMe()
  const { house: asked } = useParams()
  const houses = me?.households ?? []
  const [chosen, setChosen] = useState<string>()
  const houseId = chosen ?? asked ?? houses[0]?.houseId
  const members = useCall(contract.endpoints.members, houseId === undefined ? null : { params: { houseId } }, { on: ['household.'] })
  const [inviting, setInviting] = useState(false)
  usePull(members.reload)
  return (
    <>
      {houses.length > 1 ? (
        <Box className="card">
          <Choices
            label={say(words.house)}
            value={houseId}
            options={houses.map((one) => ({ value: one.houseId, words: one.name }))}
            onChange={setChosen}
          />
        </Box>
      ) : null}
      <Loaded of={members} shape="rows">
        {({ house, items, can }) => (
          <>
            <Box className="section-title heading" as="h2">
              {say(words.membersOf(`${house.estate} ${house.name}`, items.filter(({ state }) => state !== 'ended').length))}
            </Box>
            {items.map((member) => (
              <MemberCard key={member.id} houseId={house.id} member={member} can={can} onDone={() => void members.reload()} />
            ))}
            {can.includes('invite') ? (
              <PrimaryButton id="invite" icon="plus" onTap={() => setInviting(true)}>
                {say(words.invite)}
              </PrimaryButton>
            ) : null}
            {inviting ? (
              <InviteSheet
                houseId={house.id}
                onClose={() => setInviting(false)}
                onDone={() => {
                  setInviting(false)
                  void members.reload()
                }}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </>
  )
}
