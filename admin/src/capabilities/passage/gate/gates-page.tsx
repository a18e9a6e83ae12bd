import { type Gate, passageDirections, passageEndpoints, passageKinds } from '@liren/contract/capabilities/passage'
import { Button } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { Card, PageHead } from '../../../parts/page/page.tsx'
import { PermissionGate } from '../../../parts/permission-gate.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { PlainTable } from '../../../parts/table/plain-table.tsx'
import { Coverage } from './coverage.tsx'
import style from './gate.module.css'
import { GateForm } from './gate-form.tsx'
import { RulesCard } from './rules-card.tsx'
import { words } from './words.ts'

/** Entrances with what they lack, the rules for plates, and every gate with its way. */
export default function GatesPage() {
  const t = useWords(words)
  const say = useText()
  const entrances = useQuery(passageEndpoints.entrances)
  const gates = useQuery(passageEndpoints.gates)
  const [changed, setChanged] = useState<Gate>()
  return (
    <div className={style.page}>
      <PageHead title={t('title')} text={t('text')} />
      <Coverage asked={entrances} />
      <RulesCard />
      <Card title={t('gates')} flush>
        <Shown asked={gates}>
          {({ items }) => (
            <PlainTable
              caption={t('gates')}
              heads={(['gate', 'kind', 'place', 'entrance', 'direction'] as const).map((head) => t(head))}
              hasActions
              minWidth={0}
            >
              {items.map((gate) => (
                <tr key={gate.id}>
                  <th scope="row">{gate.name}</th>
                  <td>{say(passageKinds[gate.kind])}</td>
                  <td>{gate.place}</td>
                  <td>{gate.entrance?.name ?? t('none')}</td>
                  <td>{say(passageDirections[gate.direction])}</td>
                  <td>
                    <PermissionGate code="passage.manage">
                      <Button size="small" onClick={() => setChanged(gate)} aria-label={`${t('edit')} ${gate.name}`}>
                        {t('edit')}
                      </Button>
                    </PermissionGate>
                  </td>
                </tr>
              ))}
            </PlainTable>
          )}
        </Shown>
      </Card>
      {changed && (
        <GateForm key={changed.id} gate={changed} entrances={entrances.data?.items ?? []} onClose={() => setChanged(undefined)} />
      )}
    </div>
  )
}
