import { type GovItem, govdataEndpoints, govScenes } from '@liren/contract/capabilities/govdata'
import { Button, Space } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { SaveDialog } from './save.tsx'
import { UseDialog } from './use.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<GovItem['state'], Status>> = {
  ready: { tone: 'success', icon: 'check' },
  closed: { tone: 'neutral', icon: 'ban' },
  unauthorised: { tone: 'warning', icon: 'alert' },
  over: { tone: 'danger', icon: 'hourglass' },
}

/** The register: each item with its office, grade, scenes and authorisation. */
export function Items() {
  const t = useWords(words)
  const say = useText()
  const [mayUse, mayKeep] = [useMay('govdata.use'), useMay('govdata.manage')]
  const asked = useQuery(govdataEndpoints.items)
  const [changing, setChanging] = useState<GovItem | 'new'>()
  const [using, setUsing] = useState<GovItem>()
  const add = mayKeep ? (
    <Button type="primary" size="small" onClick={() => setChanging('new')}>
      {t('add')}
    </Button>
  ) : null
  const heads = (['name', 'grade', 'scenes', 'authorisation', 'state'] as const).map((head) => t(head))
  return (
    <Card title={t('items')} flush extra={add}>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState what={t('oneItem')} scene="rest" />
          ) : (
            <PlainTable caption={t('items')} heads={heads} hasActions>
              {items.map((item) => (
                <tr key={item.code}>
                  <th scope="row">
                    {item.name}
                    <div>{item.provider}</div>
                  </th>
                  <td>
                    <LevelTag level={item.grade} />
                  </td>
                  <td>{item.scenes.map((scene) => say(govScenes[scene])).join(' · ')}</td>
                  <td>{item.authorisation ? t('untilDay', item.authorisation) : '–'}</td>
                  <td>
                    <StatusTag {...looks[item.state]}>{t(item.state)}</StatusTag>
                  </td>
                  <td>
                    <Space>
                      {mayUse ? (
                        <Button size="small" disabled={item.state !== 'ready'} onClick={() => setUsing(item)}>
                          {t('use')}
                        </Button>
                      ) : null}
                      {mayKeep ? (
                        <Button size="small" onClick={() => setChanging(item)}>
                          {t('change')}
                        </Button>
                      ) : null}
                    </Space>
                  </td>
                </tr>
              ))}
            </PlainTable>
          )
        }
      </Shown>
      {changing ? (
        <SaveDialog key={changing === 'new' ? 'new' : changing.code} of={changing} onClose={() => setChanging(undefined)} />
      ) : null}
      {using ? <UseDialog key={using.code} of={using} onClose={() => setUsing(undefined)} /> : null}
    </Card>
  )
}
