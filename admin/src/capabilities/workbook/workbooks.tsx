import { Form, Select, Tabs } from 'antd'
import { useSearchParams } from 'react-router'
import { useText, useWords } from '../../app/language/use.ts'
import { usePermissions } from '../../app/session/store.ts'
import { allArchives } from '../../engines/archive/known.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Exports } from './exports.tsx'
import { Imports } from './imports.tsx'
import { readListFilters } from './list-filters.ts'
import { words } from './words.ts'

/** Workbooks in and out of one archive; the address keeps which. */
export default function Workbooks() {
  const t = useWords(words)
  const say = useText()
  const held = usePermissions()
  const [search, setSearch] = useSearchParams()
  const mine = allArchives.filter(({ definition }) => held.has(`${definition.name}.read`))
  const archive = mine.find(({ definition }) => definition.name === search.get('archive'))?.definition ?? mine[0]?.definition
  if (archive === undefined) return <PageHead title={t('title')} text={t('text')} />
  const list = readListFilters(search.get('list'))
  const mayImport = held.has('workbook.import') && held.has(`${archive.name}.write`)
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Form layout="inline" style={{ marginBlockEnd: 12 }}>
        <Form.Item label={t('archive')} required>
          <Select
            style={{ minWidth: 160 }}
            value={archive.name}
            onChange={(name) => setSearch({ archive: name })}
            options={mine.map(({ definition }) => ({ value: definition.name, label: say(definition.text) }))}
          />
        </Form.Item>
      </Form>
      <Tabs
        defaultActiveKey={list && held.has('workbook.export') ? 'export' : 'import'}
        items={[
          ...(mayImport ? [{ key: 'import', label: t('import'), children: <Imports key={archive.name} definition={archive} /> }] : []),
          ...(held.has('workbook.export')
            ? [
                {
                  key: 'export',
                  label: t('export'),
                  children: (
                    <Exports key={archive.name} definition={archive} list={list} onWhole={() => setSearch({ archive: archive.name })} />
                  ),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}
