import { type Alarm, alarmActions } from '@liren/contract/capabilities/alarm'
import { Button } from 'antd'
import { useState } from 'react'
import { useText, useWords } from '../../app/language/use.ts'
import { type Shortcut, useShortcuts } from '../../app/shortcuts.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PopMenu } from '../../parts/menu/pop-menu.tsx'
import { AlarmActionDialog } from './action-dialog.tsx'
import style from './alarm.module.css'
import { further, numbered, type Step } from './steps.ts'
import { words } from './words.ts'

/** What may be done now, by key or by pointer; the first that fits is the one to do. */
export function ActionBar({ alarm: it }: { alarm: Alarm }) {
  const t = useWords(words)
  const say = useText()
  const [doing, setDoing] = useState<Step>()
  const allowed = numbered.filter((step) => it.can.includes(step.action))
  const rest = further.filter((action) => it.can.includes(action))
  const labels = { '1': words.keyAccept, '2': words.keyHandle, '3': words.keyFalse, '4': words.keyClose } as const
  const shortcuts: Shortcut[] = allowed.map((step) => ({ keys: step.key, label: labels[step.key], run: () => setDoing(step) }))
  if (rest.includes('shelve')) shortcuts.push({ keys: 's', label: words.keyShelve, run: () => setDoing({ action: 'shelve' }) })
  if (rest.includes('note')) shortcuts.push({ keys: 'm', label: words.keyNote, run: () => setDoing({ action: 'note' }) })
  useShortcuts(shortcuts, doing === undefined)
  const nameOf = (step: Step) =>
    step.result === undefined ? say(alarmActions[step.action].text) : t(step.result === 'real' ? 'realDone' : 'falseAlarm')
  return (
    <div className={style.bar}>
      {allowed.length === 0 && rest.length === 0 && <span className={style.calm}>{t('noActions')}</span>}
      {allowed.map((step, index) => (
        <Button key={step.key} size="large" type={index === 0 ? 'primary' : 'default'} onClick={() => setDoing(step)}>
          {nameOf(step)}
          <kbd>{step.key}</kbd>
        </Button>
      ))}
      {rest.length > 0 && (
        <PopMenu
          label={t('more')}
          placement="bottomLeft"
          parts={[
            { entries: rest.map((action) => ({ key: action, label: say(alarmActions[action].text), run: () => setDoing({ action }) })) },
          ]}
        >
          <Button size="large" icon={<Icon name="more" />}>
            {t('more')}
          </Button>
        </PopMenu>
      )}
      <AlarmActionDialog alarm={it} step={doing} onClose={() => setDoing(undefined)} />
    </div>
  )
}
