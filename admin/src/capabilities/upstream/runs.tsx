import {
  type UpstreamRun,
  upstreamArchiveTexts,
  upstreamEndpoints,
  upstreamRefusals,
  upstreamRunKinds,
} from '@liren/contract/capabilities/upstream'
import { useState } from 'react'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts, Stack } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { tellFault } from './fault.ts'
import { words } from './words.ts'

const looks = {
  running: { tone: 'info', icon: 'hourglass' },
  faulty: { tone: 'danger', icon: 'alert' },
  partly: { tone: 'warning', icon: 'alert' },
  done: { tone: 'success', icon: 'check' },
} as const satisfies Record<string, Status>

const resultOf = (run: UpstreamRun): keyof typeof looks =>
  run.endedAt === null ? 'running' : run.fault !== null ? 'faulty' : run.refused > 0 ? 'partly' : 'done'
const counts = ['created', 'updated', 'same', 'refused'] as const

/** What came of each time an outside system was heard. */
export function Runs() {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(upstreamEndpoints.runs, { query: { limit: 50 } })
  const [open, setOpen] = useState<UpstreamRun>()
  return (
    <>
      <DataTable
        name="upstream.runs"
        caption={t('runs')}
        asked={asked}
        rowKey={(row: UpstreamRun) => row.id}
        onOpen={setOpen}
        openId={open?.id}
        columns={[
          { key: 'system', title: t('system'), always: true, render: (row) => <strong>{row.system}</strong> },
          { key: 'kind', title: t('kind'), render: (row) => say(upstreamRunKinds[row.kind]) },
          { key: 'started', title: t('started'), render: (row) => <TimeText at={row.startedAt} /> },
          ...counts.map((key) => ({ key, title: t(key), align: 'end' as const, render: (row: UpstreamRun) => row[key] })),
          { key: 'result', title: t('result'), render: (row) => <StatusTag {...looks[resultOf(row)]}>{t(resultOf(row))}</StatusTag> },
        ]}
        empty={<EmptyState what={t('oneRun')} scene="rest" />}
      />
      {open ? <RunDrawer of={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}

function RunDrawer({ of, onClose }: { of: UpstreamRun; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(upstreamEndpoints.refusals, { params: { id: of.id }, query: { limit: 100 } })
  const heads = (['row', 'archive', 'ref', 'said', 'why'] as const).map((head) => t(head))
  return (
    <RecordDrawer open onClose={onClose} title={of.system} tags={<StatusTag {...looks[resultOf(of)]}>{t(resultOf(of))}</StatusTag>}>
      <Stack>
        <Facts
          columns={3}
          items={[
            { label: t('kind'), value: say(upstreamRunKinds[of.kind]) },
            { label: t('started'), value: <TimeText at={of.startedAt} /> },
            ...(of.fault === null ? [] : [{ label: t('fault'), value: tellFault(t, of.fault) }]),
            ...counts.map((key) => ({ label: t(key), value: of[key] })),
          ]}
        />
        <Section title={t('refusals')}>
          <Shown asked={asked}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState
                  title={t(of.fault === null ? 'noRefusals' : 'noAnswer')}
                  text={of.fault === null ? undefined : t('noAnswerText')}
                  scene="rest"
                />
              ) : (
                <PlainTable caption={t('refusals')} heads={heads} minWidth={560}>
                  {items.map((one) => (
                    <tr key={one.id}>
                      <th scope="row">{one.row}</th>
                      <td>
                        {one.archive && one.archive in upstreamArchiveTexts ? say(upstreamArchiveTexts[one.archive as 'person']) : '–'}
                      </td>
                      <td>{one.ref ?? '–'}</td>
                      <td>{one.place ?? '–'}</td>
                      <td>
                        {say(upstreamRefusals[one.why])}
                        {one.fields.length > 0 ? <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{one.fields.join(', ')}</div> : null}
                      </td>
                    </tr>
                  ))}
                </PlainTable>
              )
            }
          </Shown>
        </Section>
      </Stack>
    </RecordDrawer>
  )
}
