import { type AdmissionRule, passageEndpoints } from '@liren/contract/capabilities/passage'
import { Button } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { Card } from '../../../parts/page/page.tsx'
import { PermissionGate } from '../../../parts/permission-gate.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { StatusTag } from '../../../parts/tag/status-tag.tsx'
import style from './gate.module.css'
import { RuleForm } from './rule-form.tsx'
import { words } from './words.ts'

/** Who decides at the barriers of which place. */
export function RulesCard() {
  const t = useWords(words)
  const asked = useQuery(passageEndpoints.rules)
  const [edited, setEdited] = useState<AdmissionRule | 'new'>()
  return (
    <Card
      title={t('rules')}
      extra={
        <PermissionGate code="passage.manage">
          <Button onClick={() => setEdited('new')}>{t('addRule')}</Button>
        </PermissionGate>
      }
    >
      <p className={style.note}>{t('rulesText')}</p>
      <Shown asked={asked} empty={{ when: ({ items }) => items.length === 0, show: <p>{t('noRule')}</p> }}>
        {({ items }) => (
          <ul className={style.rules}>
            {items.map((rule) => (
              <li key={rule.place.id}>
                <strong>{rule.place.name}</strong>
                <StatusTag tone={rule.isOn ? 'success' : 'neutral'} icon={rule.isOn ? 'check' : 'pause'}>
                  {t(rule.isOn ? 'on' : 'off')}
                </StatusTag>
                <span>
                  {t('unknown')}：{t(rule.unknown)}
                </span>
                <span>
                  {t('fuzzy')}：{t(rule.isFuzzy ? 'on' : 'off')}
                </span>
                <PermissionGate code="passage.manage">
                  <Button size="small" onClick={() => setEdited(rule)} aria-label={`${t('edit')} ${rule.place.name}`}>
                    {t('edit')}
                  </Button>
                </PermissionGate>
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {edited && <RuleForm key={edited === 'new' ? 'new' : edited.place.id} known={edited} onClose={() => setEdited(undefined)} />}
    </Card>
  )
}
