import { type Certificate, certificateOwners, certificateStates, certificate as contract } from '@liren/contract/capabilities/certificate'
import { Button } from 'antd'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { saveText } from '../../app/save-text.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import { ApplyForm } from './apply-form.tsx'
import { CertificateDrawer } from './certificate-drawer.tsx'
import { CertificateState } from './state.tsx'
import { words } from './words.ts'

const inThirtyDays = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

/** Certificates of devices and bridges, newest first. */
export default function Certificates() {
  const t = useWords(words)
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const [applying, setApplying] = useFlag('new')
  const asked = usePages(contract.endpoints.list, {
    query: {
      q: filters.q,
      state: certificateStates.find((one) => one === filters.state),
      ownerKind: certificateOwners.find((one) => one === filters.owner),
      endsBy: filters.soon === '1' ? inThirtyDays() : undefined,
      limit: 50,
    },
  })
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <AddButton code="certificate.apply" onClick={() => setApplying(true)}>
          {t('apply')}
        </AddButton>
      </PageHead>
      <ViewTabs
        name="certificates"
        state={state}
        views={[
          { name: t('s_applied'), filters: { state: 'applied' } },
          { name: t('s_issued'), filters: { state: 'issued' } },
          { name: t('endsSoon'), filters: { soon: '1' } },
          { name: t('s_revoked'), filters: { state: 'revoked' } },
        ]}
      />
      <DataTable
        name="certificates"
        caption={t('title')}
        asked={asked}
        rowKey={(row: Certificate) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.state === 'applied' || row.state === 'issued' ? undefined : 'quiet')}
        columns={[
          {
            key: 'owner',
            title: t('owner'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.ownerName}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>
                  {t(row.ownerKind)} · {row.ownerCode}
                </div>
              </>
            ),
          },
          { key: 'state', title: t('state'), width: 180, render: (row) => <CertificateState certificate={row} /> },
          { key: 'key', title: t('key'), width: 90, render: (row) => t(`k_${row.keyKind}`) },
          { key: 'until', title: t('until'), width: 130, render: (row) => <DayText at={row.until} none="–" /> },
          { key: 'applied', title: t('applied'), roomy: true, width: 130, render: (row) => <TimeText at={row.appliedAt} /> },
          { key: 'serial', title: t('serial'), hidden: true, render: (row) => row.serial ?? '–' },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} maxLength={60} />
            <FilterMenu
              label={t('ownerKind')}
              value={filters.owner}
              onChange={(value) => setFilter('owner', value)}
              options={certificateOwners.map((value) => ({ value, label: t(value) }))}
            />
            <ClearFilters state={state} />
          </>
        }
      />
      <Authorities />
      <CertificateDrawer id={state.id} onClose={() => open(undefined)} onOpen={open} />
      <ApplyForm open={applying} onClose={() => setApplying(false)} onSaved={(made) => open(made.id)} />
    </>
  )
}

/** What devices and servers have to be given so that they believe ours, and stop believing what was revoked. */
function Authorities() {
  const t = useWords(words)
  const asked = useQuery(contract.endpoints.authorities)
  return (
    <div style={{ marginTop: 16 }}>
      <Card title={t('authorities')}>
        <Shown asked={asked}>
          {({ items }) => (
            <div style={{ display: 'flex', flexWrap: 'wrap', gap: 24 }}>
              {items.map(({ kind, certificate, revocationList }) => (
                <div key={kind} style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
                  <span>{t(`a_${kind}`)}</span>
                  <Button size="small" onClick={() => saveText(`liren-${kind}-ca.pem`, certificate)}>
                    {t('authority')}
                  </Button>
                  <Button size="small" onClick={() => saveText(`liren-${kind}.crl`, revocationList)}>
                    {t('list')}
                  </Button>
                </div>
              ))}
            </div>
          )}
        </Shown>
      </Card>
    </div>
  )
}
