import { exactTime, useCall, useClient, useSend } from '@liren/client'
import { rights as contract, type MyRightsRequest } from '@liren/contract/capabilities/rights'
import { useState } from 'react'
import { LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { Cell } from '@/parts/cell'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { Sheet } from '@/parts/sheet'
import { Tag, type Tone } from '@/parts/status-tag'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { media } from '@/platform/media'
import { go } from '@/platform/nav'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { rightsWords as words } from '@/words/rights'

const tones: Readonly<Record<MyRightsRequest['state'], Tone>> = {
  making: 'info',
  ready: 'success',
  expired: 'neutral',
  waiting: 'info',
  accepted: 'success',
  refused: 'warning',
  cooling: 'warning',
  held: 'warning',
  done: 'success',
  withdrawn: 'neutral',
}

/** Having one's data, ending the account, and what became of what was asked. */
export function Rights() {
  const say = useSay()
  const held = useCall(contract.endpoints.held, {})
  const mine = useCall(contract.endpoints.mine, {})
  const ask = useSend(contract.endpoints.askExport)
  const close = useSend(contract.endpoints.askClosing)
  const [closing, setClosing] = useState(false)
  const settled = (answer: unknown) => {
    if (answer === null) return
    setClosing(false)
    void mine.reload()
  }
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.mine)}
      </Box>
      <Box className="card card-flush">
        <Cell id="viewers" icon="eye" title={say(words.viewers)} hint={say(words.viewersHint)} onTap={() => go('/pkg-sys/viewers')} />
        <Cell
          id="ask-export"
          icon="box"
          title={say(words.exportTitle)}
          hint={say(words.exportHint)}
          onTap={() => void ask.send({}).then(settled)}
        />
        <Cell id="ask-closing" icon="logout" title={say(words.closeTitle)} hint={say(words.closeHint)} onTap={() => setClosing(true)} />
      </Box>
      <ErrorNote error={ask.error} />
      <Box className="section-title heading" as="h2">
        {say(words.held)}
      </Box>
      <Loaded of={held} shape="rows">
        {({ items }) => (
          <Box className="card card-flush">
            {items.map((item) => (
              <Cell key={item.name} title={say(item.text)} extra={say(words.records(item.count))} />
            ))}
          </Box>
        )}
      </Loaded>
      <Loaded of={mine} shape="rows">
        {({ items }) =>
          items.length === 0 ? null : (
            <>
              <Box className="section-title heading" as="h2">
                {say(words.requests)}
              </Box>
              {items.map((item) => (
                <RequestCard key={item.id} request={item} onChanged={() => void mine.reload()} />
              ))}
            </>
          )
        }
      </Loaded>
      <Sheet
        open={closing}
        title={say(words.closeTitle)}
        onClose={() => setClosing(false)}
        id="closing-sheet"
        footer={
          <PrimaryButton id="closing-ask" busy={close.sending} onTap={() => void close.send({}).then(settled)}>
            {say(words.closeAsk)}
          </PrimaryButton>
        }
      >
        <Box className="card privacy-card">
          <Box className="heading">{say(words.closeWhat)}</Box>
          <Box className="secondary">{say(words.closeErased)}</Box>
        </Box>
        <Box className="card privacy-card">
          <Box className="heading">{say(words.closeKept)}</Box>
          <Box className="secondary">{say(words.closeKeptText)}</Box>
        </Box>
        <Box className="secondary">{say(words.closeHint)}</Box>
        <ErrorNote error={close.error} />
      </Sheet>
    </Box>
  )
}

function RequestCard({ request, onChanged }: { request: MyRightsRequest; onChanged: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const back = useSend(contract.endpoints.withdraw)
  const { download } = request
  return (
    <Box className="card privacy-card">
      <Box className="row between">
        <Box className="heading">
          {say(words.kinds[request.kind])}
          {request.fields.length > 0 ? ` · ${request.fields.map(say).join('、')}` : ''}
        </Box>
        <Tag tone={tones[request.state]} icon="circle" words={say(words.states[request.state])} />
      </Box>
      {['waiting', 'making', 'cooling'].includes(request.state) ? (
        <Box className="secondary">
          {say(words.due)} {exactTime(request.dueAt)}
        </Box>
      ) : null}
      {request.answer ? (
        <Box className="secondary">
          {say(words.answer)}: {request.answer}
        </Box>
      ) : null}
      {download ? (
        <>
          <PlainButton
            id="copy-export"
            icon="box"
            onTap={() => void platform.copy(media(download)).then(({ ok }) => ok && toast(common.copied))}
          >
            {say(words.copyLink)}
          </PlainButton>
          <Box className="secondary">{say(words.download)}</Box>
        </>
      ) : null}
      {request.can.includes('withdraw') ? (
        <LinkButton
          disabled={back.sending}
          onTap={() =>
            void back
              .send({ params: { id: request.id }, body: { version: request.version } })
              .then((answer) => answer !== null && onChanged())
          }
        >
          {say(words.takeBack)}
        </LinkButton>
      ) : null}
      <ErrorNote error={back.error} />
    </Box>
  )
}
