import { useCall, useClient, usePage } from '@liren/client'
import { housekeeper as contract, promise } from '@liren/contract/capabilities/housekeeper'
import { useState } from 'react'
import { LinkButton, PlainButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { Choices } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { PersonChip } from '@/parts/person-chip'
import { Asks } from '@/parts/talk/asks'
import { Composer } from '@/parts/talk/composer'
import { Said } from '@/parts/talk/said'
import { Box } from '@/platform/elements'
import { go, useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { talkWords as words } from '@/words/talk'

/** My housekeeper: who it is, what I asked, what was answered. */
export default function KeeperPage() {
  const say = useSay()
  return (
    <Page page="pkg-house/keeper" title={words.title}>
      <PermissionGate house preview={say(words.preview)}>
        <Houses />
      </PermissionGate>
    </Page>
  )
}

type Mine = Awaited<ReturnType<typeof useCall<typeof contract.endpoints.mine>>>['data']
type House = NonNullable<Mine>['items'][number]

function Houses() {
  const say = useSay()
  const { talk } = useParams()
  const mine = useCall(contract.endpoints.mine, {}, { keep: true, on: ['housekeeper.'] })
  const [chosen, setChosen] = useState<string>()
  usePull(mine.reload)
  useDidShow(() => void mine.reload())
  return (
    <Loaded of={mine} shape="detail">
      {({ items }) => {
        const house = items.find(({ houseId }) => houseId === chosen) ?? items.find(({ talkId }) => talkId === talk && talk) ?? items[0]
        return (
          <>
            {items.length > 1 ? (
              <Choices
                label={say(words.house)}
                value={house?.houseId}
                options={items.map((item) => ({ value: item.houseId, words: item.house }))}
                onChange={setChosen}
              />
            ) : null}
            {house ? <One key={house.houseId} house={house} onSent={() => void mine.reload()} /> : null}
          </>
        )
      }}
    </Loaded>
  )
}

function One({ house, onSent }: { house: House; onSent: () => void }) {
  const say = useSay()
  const { platform } = useClient()
  const { keeper, talkId } = house
  const of = talkId === null ? null : { params: { id: talkId } }
  const talk = useCall(contract.endpoints.talk, of, { keep: true, on: ['housekeeper.', 'repair.'] })
  const said = usePage(contract.endpoints.words, of && { ...of, query: { limit: 30 } }, { keep: true, on: ['housekeeper.'] })
  if (keeper === null)
    return (
      <Box className="card">
        <EmptyState scene="calm" title={say(words.noKeeper)} body={say(words.noKeeperBody)}>
          <PlainButton onTap={() => go('/pkg-case/new')}>{say(words.report)}</PlainButton>
        </EmptyState>
      </Box>
    )
  const { phone } = keeper
  return (
    <>
      <Box className="card row between gap-12 wrap" id="keeper-card">
        <PersonChip
          name={keeper.name}
          role={
            keeper.substitute
              ? say(words.substitute(keeper.substitute.name))
              : say(words.promise(promise.minutes, promise.from, promise.to))
          }
        />
        {phone === null ? null : (
          <LinkButton id="keeper-call" icon="phone" onTap={() => void platform.call(phone)}>
            {say(words.call)}
          </LinkButton>
        )}
      </Box>
      <Composer
        kinds
        name={house.houseId}
        to={{ endpointId: contract.endpoints.ask.id, path: contract.endpoints.ask.path, body: { houseId: house.houseId } }}
        hint={say(words.sayHint)}
        onSent={() => {
          onSent()
          void talk.reload()
          void said.reload()
        }}
      />
      <Asks title={say(words.asks)} asks={talk.data?.asks ?? []}>
        {({ repair }) =>
          repair === null ? null : (
            <LinkButton icon="wrench" onTap={() => go('/pkg-case/detail', { id: repair.id })}>
              {say(words.seeRepair(repair.number))}
            </LinkButton>
          )
        }
      </Asks>
      {talkId === null ? null : <Said of={said} side="resident" />}
    </>
  )
}
