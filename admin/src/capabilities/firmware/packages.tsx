import { type FirmwarePackage, firmwareEndpoints } from '@liren/contract/capabilities/firmware'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { sizeText } from '../../parts/text/size.ts'
import { TimeText } from '../../parts/text/time.tsx'
import { PackageForm } from './package-form.tsx'
import { RolloutForm } from './rollout-form.tsx'
import { words } from './words.ts'

/** What was released for devices, under the signature of the house. */
export function Packages() {
  const t = useWords(words)
  const asked = usePages(firmwareEndpoints.packages, { query: { limit: 50 } })
  const [adding, setAdding] = useState(false)
  const [doing, setDoing] = useState<{ what: 'roll' | 'withdraw'; of: FirmwarePackage }>()
  return (
    <>
      <DataTable
        name="firmware-packages"
        caption={t('tabPackages')}
        asked={asked}
        rowKey={(row: FirmwarePackage) => row.id}
        rowTone={(row) => (row.withdrawn ? 'quiet' : undefined)}
        tools={
          <AddButton code="firmware.keep" onClick={() => setAdding(true)}>
            {t('releaseIt')}
          </AddButton>
        }
        columns={[
          {
            key: 'release',
            title: t('release'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.release}</strong>
                <div style={{ color: 'var(--text-2)', fontSize: 12 }}>{row.notes}</div>
              </>
            ),
          },
          { key: 'product', title: t('product'), always: true, render: (row) => row.product.name },
          { key: 'origin', title: t('origin'), width: 100, roomy: true, render: (row) => t(row.address ? 'byMaker' : 'byHouse') },
          { key: 'bytes', title: t('bytes'), width: 100, align: 'end', roomy: true, render: (row) => sizeText(row.bytes) },
          {
            key: 'sm3',
            title: t('sm3'),
            width: 130,
            roomy: true,
            render: (row) => <code title={row.sm3} style={{ whiteSpace: 'nowrap' }}>{`${row.sm3.slice(0, 10)}…`}</code>,
          },
          { key: 'state', title: t('state'), width: 130, render: (row) => <PackageState row={row} /> },
          { key: 'by', title: t('releasedBy'), width: 100, roomy: true, render: (row) => row.releasedBy ?? t('none') },
          { key: 'at', title: t('releasedAt'), width: 120, render: (row) => <TimeText at={row.releasedAt} /> },
          {
            key: 'do',
            title: '',
            align: 'end',
            always: true,
            render: (row) =>
              row.withdrawn ? null : (
                <span style={{ display: 'inline-flex', gap: 4 }}>
                  {row.canBeRolled ? (
                    <PermissionGate code="firmware.roll">
                      <Button size="small" onClick={() => setDoing({ what: 'roll', of: row })}>
                        {t('roll')}
                      </Button>
                    </PermissionGate>
                  ) : null}
                  <PermissionGate code="firmware.keep">
                    <Button size="small" type="text" danger onClick={() => setDoing({ what: 'withdraw', of: row })}>
                      {t('withdraw')}
                    </Button>
                  </PermissionGate>
                </span>
              ),
          },
        ]}
        empty={<EmptyState title={t('noPackages')} scene="rest" />}
      />
      <PackageForm open={adding} onClose={() => setAdding(false)} />
      {doing?.what === 'roll' ? <RolloutForm of={doing.of} onClose={() => setDoing(undefined)} /> : null}
      {doing?.what === 'withdraw' ? <WithdrawDialog of={doing.of} onClose={() => setDoing(undefined)} /> : null}
    </>
  )
}

function PackageState({ row }: { row: FirmwarePackage }) {
  const t = useWords(words)
  if (row.withdrawn)
    return (
      <span title={row.withdrawn.reason}>
        <StatusTag tone="neutral" icon="ban">
          {t('withdrawn')}
        </StatusTag>
      </span>
    )
  return row.isSigned ? (
    <StatusTag tone="success" icon="check">
      {t('signed')}
    </StatusTag>
  ) : (
    <StatusTag tone="danger" icon="alert">
      {t('broken')}
    </StatusTag>
  )
}

function WithdrawDialog({ of, onClose }: { of: FirmwarePackage; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const withdraw = useAction(firmwareEndpoints.withdraw)
  return (
    <ActionDialog
      open
      danger
      onClose={onClose}
      title={t('withdrawTitle', { release: of.release })}
      text={t('withdrawText')}
      submit={t('withdraw')}
      reason="needed"
      running={withdraw.running}
      error={withdraw.error}
      onSubmit={async ({ reason }) => {
        const done = await withdraw.done({ params: { id: of.id }, body: { reason, version: of.version } })
        if (done) void message.success(t('withdrawn'))
        return done
      }}
    />
  )
}
