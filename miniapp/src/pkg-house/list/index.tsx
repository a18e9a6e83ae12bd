import { useCall } from '@liren/client'
import { household as contract, relationTexts } from '@liren/contract/capabilities/household'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { EmptyState } from '@/parts/empty-state'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { passageWords } from '@/words/hint'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'
import { leaseWords } from '@/words/lease'
import { occupantWords } from '@/words/occupant'
import { Claims } from './claims'
import { Invitations } from './invitations'

/** My houses, what I asked for, and what I was invited to. */
export default function Houses() {
  const say = useSay()
  return (
    <Page page="pkg-house/list" title={words.listTitle}>
      <PermissionGate preview={say(words.preview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const say = useSay()
  const mine = useCall(contract.endpoints.mine, {}, { keep: true, on: ['household.'] })
  const invitations = useCall(contract.endpoints.invitations, {}, { on: ['household.'] })
  const claims = useCall(contract.endpoints.myClaims, {}, { on: ['household.'] })
  const reload = () => Promise.all([mine.reload(), invitations.reload(), claims.reload()])
  useDidShow(() => void reload())
  usePull(reload)
  return (
    <>
      <Invitations items={invitations.data?.items ?? []} onDone={() => void reload()} />
      <Loaded of={mine} shape="rows">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState scene="gate" title={say(words.none)} body={say(words.noneBody)}>
              <PrimaryButton id="bind-first" onTap={() => go('/pkg-house/bind')}>
                {say(words.bind)}
              </PrimaryButton>
            </EmptyState>
          ) : (
            <>
              <CellGroup title={say(words.mine)}>
                {items.map(({ house, relation, members, membershipId }) => (
                  <Cell
                    key={membershipId}
                    id={`house-${house.id}`}
                    icon="home"
                    title={`${house.estate} ${house.name}`}
                    hint={say(relationTexts[relation])}
                    extra={say(words.membersOf('', members)).replace(/^ · /, '')}
                    onTap={() => go('/pkg-house/members', { house: house.id })}
                  />
                ))}
              </CellGroup>
              <CellGroup>
                {items.some(({ relation }) => relation === 'owner') ? (
                  <>
                    <Cell
                      id="leases"
                      icon="list"
                      title={say(leaseWords.row)}
                      hint={say(leaseWords.rowHint)}
                      onTap={() => go('/pkg-house/leases')}
                    />
                    <Cell
                      id="occupants"
                      icon="people"
                      title={say(occupantWords.row)}
                      hint={say(occupantWords.rowHint)}
                      onTap={() => go('/pkg-house/occupants')}
                    />
                  </>
                ) : null}
                <Cell
                  id="passages"
                  icon="key"
                  title={say(passageWords.row)}
                  hint={say(passageWords.rowHint)}
                  onTap={() => go('/pkg-house/passages')}
                />
              </CellGroup>
              <PlainButton icon="plus" onTap={() => go('/pkg-house/bind')}>
                {say(words.bindAnother)}
              </PlainButton>
            </>
          )
        }
      </Loaded>
      <Claims items={claims.data?.items ?? []} onDone={() => void reload()} />
    </>
  )
}
