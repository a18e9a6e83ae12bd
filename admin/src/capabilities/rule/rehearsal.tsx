import { type RuleContent, rule } from '@liren/contract/capabilities/rule'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './rule.module.css'
import { words } from './words.ts'

const looks = {
  fired: { tone: 'success', icon: 'bolt' },
  held: { tone: 'neutral', icon: 'ban' },
  resting: { tone: 'neutral', icon: 'pause' },
} as const

/** The rule against what devices told in the last days: when it would have fired, and what held it back. */
export function Rehearsal({ draft }: { draft: { name: string; placeId: string; content: RuleContent } }) {
  const t = useWords(words)
  const say = useText()
  const [days, setDays] = useState(7)
  const { run, running, error } = useAction(rule.endpoints.rehearse)
  const [found, setFound] = useState<Awaited<ReturnType<typeof run>>>()
  return (
    <Section title={t('rehearse')}>
      <div className={style.stack}>
        <div className={style.row}>
          <Segmented<number> value={days} onChange={setDays} options={[1, 7, 30]} />
          <Button
            loading={running}
            icon={<Icon name="play" />}
            onClick={() => void run({ body: { ...draft, days } }).then((answer) => setFound(answer))}
          >
            {t('rehearse')}
          </Button>
        </div>
        <p className={style.calm}>{t('rehearseText', { days })}</p>
        <FormError error={error} loose={error?.faults ?? []} />
        {found && (
          <>
            <p>
              {t('rehearsed', { events: found.events, fired: found.fired })}
              {!found.isWhole && ` · ${t('partly')}`}
            </p>
            {found.items.length === 0 && <p className={style.calm}>{t('nothingHappened')}</p>}
            <ul className={style.stack}>
              {found.items.slice(0, 30).map((item, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: moments of one answer
                <li key={index} className={style.firing}>
                  <div className={style.row}>
                    <strong>
                      <TimeText at={item.at} />
                    </strong>
                    <span>{item.device?.name}</span>
                    <StatusTag {...looks[item.outcome]}>{t(`r_${item.outcome}`)}</StatusTag>
                  </div>
                  <div>{say(item.text)}</div>
                  {item.given
                    .flat()
                    .filter((one) => !one.holds)
                    .map((one) => (
                      <div key={one.text.en} className={style.calm}>
                        {say(one.text)}: {t('notHeld')} ({one.value ?? '–'})
                      </div>
                    ))}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Section>
  )
}
