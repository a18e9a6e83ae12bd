import { type ConsentPurpose, consent, consentBases } from '@liren/contract/capabilities/consent'
import { App, Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { Card, Facts } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { CodeFields } from './code-fields.tsx'
import { words } from './words.ts'

const e = consent.endpoints
const parts = ['necessity', 'risk', 'measures'] as const

/** What people's data may be used for, what they are told, and what was found to be at stake. */
export function Assessments() {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(e.purposes)
  const [looking, setLooking] = useState<ConsentPurpose>()
  const [changing, setChanging] = useState<ConsentPurpose | 'new'>()
  return (
    <Card
      title={t('assessments')}
      flush
      extra={
        <Button type="primary" size="small" onClick={() => setChanging('new')}>
          {t('newPurpose')}
        </Button>
      }
    >
      <Shown asked={asked}>
        {({ items }) => (
          <PlainTable
            caption={t('assessments')}
            heads={(['purpose', 'basis', 'version', 'state'] as const).map((head) => t(head))}
            hasActions
          >
            {items.map((row) => (
              <tr key={row.code}>
                <th scope="row">{say(row.text)}</th>
                <td>{[t(`basis_${row.basis}`), ...(row.isSeparate ? [t('separate')] : [])].join(' · ')}</td>
                <td>{t('versionOf', { version: row.textVersion })}</td>
                <td>
                  <StatusTag tone={row.isOpen ? 'success' : 'neutral'} icon={row.isOpen ? 'check' : 'pause'}>
                    {t(row.isOpen ? 'open' : 'closed')}
                  </StatusTag>
                </td>
                <td>
                  <span style={{ display: 'flex', gap: 8 }}>
                    <Button size="small" onClick={() => setLooking(row)}>
                      {t('look')}
                    </Button>
                    <Button size="small" onClick={() => setChanging(row)}>
                      {t('change')}
                    </Button>
                  </span>
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Shown>
      <Assessment of={looking} onClose={() => setLooking(undefined)} />
      {changing ? (
        <PurposeDialog key={changing === 'new' ? 'new' : changing.code} of={changing} onClose={() => setChanging(undefined)} />
      ) : null}
    </Card>
  )
}

function Assessment({ of, onClose }: { of: ConsentPurpose | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(e.assessment, of === undefined ? null : { params: { purpose: of.code } })
  return (
    <RecordDrawer open={of !== undefined} onClose={onClose} title={t('assessmentOf', { name: of ? say(of.text) : '' })}>
      <Shown asked={asked}>
        {({ assessment }) =>
          assessment ? (
            <Facts
              columns={2}
              items={[
                ...parts.map((part) => ({ label: t(part), value: assessment[part], wide: true })),
                { label: t('assessor'), value: assessment.assessor },
                { label: t('concludedOn'), value: assessment.concludedOn },
              ]}
            />
          ) : (
            <EmptyState title={t('noAssessment')} scene="rest" />
          )
        }
      </Shown>
      {of ? (
        <Section title={t('told')}>
          <p>{say(of.body)}</p>
          <p>
            {t('without')}: {say(of.without)}
          </p>
        </Section>
      ) : null}
    </RecordDrawer>
  )
}

interface Fields {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly basis: ConsentPurpose['basis']
  readonly isSeparate?: boolean
  readonly isOpen?: boolean
  readonly bodyZh: string
  readonly bodyEn: string
  readonly withoutZh: string
  readonly withoutEn: string
  readonly necessity?: string
  readonly risk?: string
  readonly measures?: string
  readonly assessor?: string
  readonly concludedOn?: string
}

function PurposeDialog({ of, onClose }: { of: ConsentPurpose | 'new'; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const save = useAction(e.savePurpose)
  const known = of === 'new' ? undefined : of
  const initial: Partial<Fields> = known
    ? {
        ...{
          code: known.code,
          zh: known.text.zh,
          en: known.text.en,
          basis: known.basis,
          isSeparate: known.isSeparate,
          isOpen: known.isOpen,
        },
        ...{ bodyZh: known.body.zh, bodyEn: known.body.en, withoutZh: known.without.zh, withoutEn: known.without.en },
      }
    : { basis: 'consent' }
  const needed = [{ required: true }]
  return (
    <ActionDialog<Fields>
      open
      onClose={onClose}
      title={t('purposeTitle')}
      text={t('purposeText')}
      submit={t('savePurpose')}
      initial={initial}
      running={save.running}
      error={save.error}
      onSubmit={async (fields) => {
        const { necessity, risk, measures, assessor, concludedOn } = fields
        const assessment =
          necessity && risk && measures && assessor && concludedOn
            ? { assessment: { necessity, risk, measures, assessor, concludedOn } }
            : {}
        const body = {
          ...{
            text: { zh: fields.zh, en: fields.en },
            basis: fields.basis,
            isSeparate: fields.isSeparate ?? false,
            isOpen: fields.isOpen ?? false,
          },
          ...{ body: { zh: fields.bodyZh, en: fields.bodyEn }, without: { zh: fields.withoutZh, en: fields.withoutEn } },
          ...{ version: known?.version ?? 0, ...assessment },
        }
        if ((await save.run({ params: { purpose: fields.code }, body })) === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      <CodeFields isNew={known === undefined} />
      <Form.Item name="basis" label={t('basis')} rules={needed}>
        <Select options={consentBases.map((basis) => ({ value: basis, label: t(`basis_${basis}`) }))} />
      </Form.Item>
      <Form.Item name="isSeparate" label={t('separate')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {(['bodyZh', 'bodyEn', 'withoutZh', 'withoutEn'] as const).map((name) => (
        <Form.Item key={name} name={name} label={t(name)} rules={needed}>
          <Input.TextArea rows={name.startsWith('body') ? 3 : 1} maxLength={name.startsWith('body') ? 2000 : 300} />
        </Form.Item>
      ))}
      {parts.map((name) => (
        <Form.Item key={name} name={name} label={t(name)}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      ))}
      <Form.Item name="assessor" label={t('assessor')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="concludedOn" label={t('concludedOn')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="isOpen" label={t('purposeOpen')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </ActionDialog>
  )
}
