import { useCall, useSend } from '@liren/client'
import type { ResponseOf } from '@liren/contract'
import { consent as contract } from '@liren/contract/capabilities/consent'
import { useState } from 'react'
import type { IconName } from '@/look/icons'
import { PrimaryButton } from '@/parts/button'
import { Cell } from '@/parts/cell'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { Sheet } from '@/parts/sheet'
import { Tag, type Tone } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { rightsWords as words } from '@/words/rights'

type Mine = ResponseOf<typeof contract.endpoints.mine>['items'][number]

const looks: Readonly<Record<Mine['state'], { tone: Tone; icon: IconName }>> = {
  given: { tone: 'success', icon: 'check' },
  withdrawn: { tone: 'neutral', icon: 'return' },
  never: { tone: 'neutral', icon: 'circle' },
}

/** Purposes that rest on consent: what one is told, what works without it, and the one button that changes it. */
export function Consents() {
  const say = useSay()
  const asked = useCall(contract.endpoints.mine, {})
  const give = useSend(contract.endpoints.give)
  const withdraw = useSend(contract.endpoints.withdraw)
  const [open, setOpen] = useState<string>()
  const settled = (answer: unknown) => {
    if (answer === null) return
    setOpen(undefined)
    void asked.reload()
  }
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.consents)}
      </Box>
      <Box className="secondary">{say(words.consentsHint)}</Box>
      <Loaded of={asked} shape="rows">
        {({ items }) => {
          const shown = items.find(({ purpose }) => purpose.code === open)
          return (
            <>
              <Box className="card card-flush">
                {items.map((item) => (
                  <Cell
                    key={item.purpose.code}
                    id={`consent-${item.purpose.code}`}
                    icon="shield"
                    title={say(item.purpose.text)}
                    {...(item.purpose.isSeparate ? { hint: say(words.separate) } : {})}
                    extra={<Tag {...looks[item.state]} words={say(item.isOutdated ? words.outdated : words[item.state])} />}
                    onTap={() => setOpen(item.purpose.code)}
                  />
                ))}
              </Box>
              <Sheet
                open={shown !== undefined}
                title={shown ? say(shown.purpose.text) : ''}
                onClose={() => setOpen(undefined)}
                id="consent-sheet"
                footer={
                  shown && (shown.state !== 'given' || shown.isOutdated) ? (
                    <PrimaryButton
                      id="consent-give"
                      busy={give.sending}
                      onTap={() =>
                        void give
                          .send({ params: { purpose: shown.purpose.code }, body: { textVersion: shown.purpose.textVersion } })
                          .then(settled)
                      }
                    >
                      {say(words.agree)}
                    </PrimaryButton>
                  ) : shown ? (
                    <PrimaryButton
                      id="consent-withdraw"
                      busy={withdraw.sending}
                      onTap={() => void withdraw.send({ params: { purpose: shown.purpose.code } }).then(settled)}
                    >
                      {say(words.withdraw)}
                    </PrimaryButton>
                  ) : undefined
                }
              >
                {shown ? (
                  <>
                    <Box className="body">{say(shown.purpose.body)}</Box>
                    <Box className="secondary">{say(words.version(shown.purpose.textVersion))}</Box>
                    <Box className="card privacy-card">
                      <Box className="heading">{say(words.without)}</Box>
                      <Box className="secondary">{say(shown.purpose.without)}</Box>
                    </Box>
                    {shown.state === 'given' ? <Box className="secondary">{say(words.withdrawHint)}</Box> : null}
                    <ErrorNote error={give.error ?? withdraw.error} />
                  </>
                ) : null}
              </Sheet>
            </>
          )
        }}
      </Loaded>
    </Box>
  )
}
