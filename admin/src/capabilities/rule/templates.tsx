import { rule } from '@liren/contract/capabilities/rule'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormError } from '../../parts/form/error.tsx'
import { Card } from '../../parts/page/page.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './rule.module.css'
import { RuleSentences } from './sentences.tsx'
import { words } from './words.ts'

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly onInstalled: (id: string) => void
}

/** Rules that nearly every community wants: choose where, and they run. */
export function Templates({ open, onClose, onInstalled }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const asked = useQuery(rule.endpoints.templates, open ? {} : null)
  const { run, running, error } = useAction(rule.endpoints.install)
  const [placeId, setPlaceId] = useState<string>()
  const install = async (code: string, name: string) => {
    if (placeId === undefined) return
    const made = await run({ params: { code }, body: { placeId, isEnabled: true } })
    if (made === undefined) return
    void message.success(t('installed', { name }))
    onClose()
    onInstalled(made.id)
  }
  return (
    <Drawer open={open} onClose={onClose} size={640} title={t('templates')} destroyOnHidden>
      <div className={style.stack}>
        <p className={style.calm}>{t('templatesText')}</p>
        <div className={style.field}>
          <span>{t('place')}</span>
          <PlacePicker value={placeId} onChange={setPlaceId} />
        </div>
        <FormError error={error} loose={error?.faults ?? []} />
        <Shown asked={asked}>
          {({ items }) => (
            <div className={style.stack}>
              {items.map((item) => (
                <Card
                  key={item.code}
                  title={say(item.name)}
                  extra={
                    <Button disabled={placeId === undefined} loading={running} onClick={() => void install(item.code, say(item.name))}>
                      {t('install')}
                    </Button>
                  }
                >
                  <p className={style.calm}>{say(item.text)}</p>
                  <RuleSentences sentences={item.sentences} />
                </Card>
              ))}
            </div>
          )}
        </Shown>
      </div>
    </Drawer>
  )
}
