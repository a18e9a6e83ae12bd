import { useClient, useObservable, usePage } from '@liren/client'
import { merchant as contract, type Merchant } from '@liren/contract/capabilities/merchant'
import { useState } from 'react'
import { LinkButton, PlainButton } from '@/parts/button'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { EstateGate } from '@/parts/estate-gate'
import { useMe } from '@/parts/me'
import { MoneyText } from '@/parts/money-text'
import { Page } from '@/parts/page'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { merchantWords as words } from '@/words/merchant'
import { OrderSheet } from './order-sheet'

type Service = Merchant['services'][number]

/** Merchants that serve my estate, with their prices; looking needs no sign-in, ordering does. */
export default function Merchants() {
  const say = useSay()
  const { community } = useClient()
  const estate = useObservable(community)
  const { status } = useMe()
  return (
    <Page page="pkg-life/merchants" title={words.title}>
      <EstateGate isChosen={estate !== null} title={words.chooseEstate}>
        {estate ? <List placeId={estate.id} /> : null}
      </EstateGate>
      {status === 'signed-in' ? (
        <PlainButton id="merchant-orders" icon="list" onTap={() => go('/pkg-life/orders')}>
          {say(words.mine)}
        </PlainButton>
      ) : null}
    </Page>
  )
}

function List({ placeId }: { placeId: string }) {
  const say = useSay()
  const { session } = useClient()
  const { status } = useMe()
  const list = usePage(contract.endpoints.list, { query: { placeId, limit: 20 } }, { keep: true })
  const [chosen, setChosen] = useState<{ merchant: Merchant; service: Service }>()
  usePull(list.reload)
  const choose = async (merchant: Merchant, service: Service) => {
    if (status !== 'signed-in' && !(await session.ask())) return
    setChosen({ merchant, service })
  }
  return (
    <>
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={
          <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)}>
            <LinkButton onTap={() => go('/pkg-case/new')}>{say(words.report)}</LinkButton>
          </EmptyState>
        }
      >
        {(merchant) => <Card merchant={merchant} onChoose={(service) => void choose(merchant, service)} />}
      </CursorList>
      {chosen ? (
        <OrderSheet
          merchant={chosen.merchant}
          service={chosen.service}
          onClose={() => setChosen(undefined)}
          onStale={() => void list.reload()}
        />
      ) : null}
    </>
  )
}

function Card({ merchant, onChoose }: { merchant: Merchant; onChoose: (service: Service) => void }) {
  const say = useSay()
  const { platform } = useClient()
  const { name, intro, phone, stars, rated, done, services } = merchant
  return (
    <Box className="card stack gap-8" id={`merchant-${merchant.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{name}</Box>
        <LinkButton icon="phone" onTap={() => void platform.call(phone)}>
          {say(words.call)}
        </LinkButton>
      </Box>
      <Box className="secondary">
        {say(stars === null ? words.noRating : words.rated(stars, rated))}
        {done > 0 ? ` · ${say(words.done(done))}` : ''}
      </Box>
      {intro === '' ? null : <Box>{intro}</Box>}
      {services.map((service) => (
        <Box key={service.id} className="row between gap-8">
          <Box className="grow">
            <Box>{service.name}</Box>
            <Box className="secondary">
              <MoneyText fen={service.fen} /> {say(words.per(service.unit))}
            </Box>
          </Box>
          <LinkButton id={`order-${service.id}`} icon="plus" onTap={() => onChoose(service)}>
            {say(words.order)}
          </LinkButton>
        </Box>
      ))}
    </Box>
  )
}
