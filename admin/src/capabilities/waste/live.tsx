import { type WasteBoard, wasteEndpoints, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { Button } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { KindsDialog } from './kinds-dialog.tsx'
import { words } from './words.ts'

export const kg = (value: number): string => value.toLocaleString('zh-CN', { maximumFractionDigits: 1 })
export const rate = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)}%`)

/** What came in today, bin by bin, and what flows off; a bin that tells something draws it anew. */
export function Live({ place }: { place: string | undefined }) {
  const t = useWords(words)
  const asked = useQuery(wasteEndpoints.board, { query: { placeId: place } })
  return (
    <Shown asked={asked}>
      {(board) => (
        <>
          <Card title={t('today')}>
            <dl style={{ display: 'flex', flexWrap: 'wrap', gap: '12px 40px', margin: 0 }}>
              {(
                [
                  ['dropped', kg(board.droppedKg)],
                  ['collected', kg(board.collectedKg)],
                  ['drops', String(board.drops)],
                  ['rate', rate(board.sortingRate)],
                  ['sewage', kg(board.sewageM3)],
                  ['open', String(board.openTasks)],
                ] as const
              ).map(([name, value]) => (
                <div key={name}>
                  <dt style={{ color: 'var(--text-2)' }}>{t(name)}</dt>
                  <dd style={{ margin: 0, fontSize: 24, fontWeight: 600 }}>{value}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Bins board={board} />
          <Sewage board={board} />
        </>
      )}
    </Shown>
  )
}

function Bins({ board }: { board: WasteBoard }) {
  const t = useWords(words)
  const say = useText()
  const [choosing, setChoosing] = useState<WasteBoard['bins'][number]>()
  return (
    <Card title={t('bins')}>
      {board.bins.length === 0 ? (
        <EmptyState title={t('noBins')} scene="rest" />
      ) : (
        <PlainTable caption={t('bins')} heads={[t('bin'), t('kinds'), t('filled'), t('weight'), t('heard')]} hasActions>
          {board.bins.map((bin) => (
            <tr key={bin.id}>
              <th scope="row">{bin.name}</th>
              <td>{bin.kinds.length === 0 ? t('kindsUnset') : bin.kinds.map((kind) => say(wasteKindTexts[kind])).join('、')}</td>
              <td>{bin.percent === null ? t('none') : `${Math.round(bin.percent)}%`}</td>
              <td>{bin.weightKg === null ? t('none') : kg(bin.weightKg)}</td>
              <td>{bin.readAt === null ? t('none') : <TimeText at={bin.readAt} />}</td>
              <td>
                <PermissionGate code="waste.manage">
                  <Button size="small" onClick={() => setChoosing(bin)} aria-label={`${t('setKinds')} ${bin.name}`}>
                    {t('setKinds')}
                  </Button>
                </PermissionGate>
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
      {choosing ? <KindsDialog bin={choosing} onClose={() => setChoosing(undefined)} /> : null}
    </Card>
  )
}

function Sewage({ board }: { board: WasteBoard }) {
  const t = useWords(words)
  return (
    <Card title={t('sewage')}>
      {board.sewage.length === 0 ? (
        <EmptyState title={t('noSewage')} scene="rest" />
      ) : (
        <PlainTable caption={t('sewage')} heads={[t('meter'), t('flow'), t('sewage'), t('heard')]} minWidth={320}>
          {board.sewage.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name}</th>
              <td>{one.flowM3h === null ? t('none') : one.flowM3h.toFixed(2)}</td>
              <td>{one.todayM3.toFixed(2)}</td>
              <td>
                <TimeText at={one.readAt} />
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Card>
  )
}
