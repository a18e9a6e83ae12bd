import { firmwareEndpoints } from '@liren/contract/capabilities/firmware'
import { product } from '@liren/contract/capabilities/product'
import { App, Button, Form, Input, InputNumber, Segmented, Select, Upload } from 'antd'
import { useAction, useQuery, useUpload } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { words } from './words.ts'

interface Fields {
  readonly productId: string
  readonly release: string
  readonly notes: string
  readonly origin: 'house' | 'maker'
  readonly file?: { readonly file: File }
  readonly address?: string
  readonly bytes?: number
  readonly sm3?: string
}

/** A version of one product: its file, or where its maker keeps it with what that file must be. */
export function PackageForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const origin = Form.useWatch('origin', form) ?? 'house'
  const products = useQuery(product.endpoints.list, open ? { query: { state: 'released', limit: 100 } } : null)
  const refer = useAction(firmwareEndpoints.refer)
  const bring = useUpload(firmwareEndpoints.upload)
  const needed = [{ required: true, message: t('required') }]

  async function submit({ file, origin, address = '', bytes = 0, sm3 = '', ...about }: Fields): Promise<boolean> {
    const made =
      origin === 'maker'
        ? await refer.run({ body: { ...about, address, bytes, sm3 } })
        : file && (await bring.run({ query: about, file: file.file }))
    if (made === undefined) return false
    void message.success(t('releasedOk', { release: made.release }))
    return true
  }

  return (
    <FormDrawer<Fields>
      open={open}
      form={form}
      running={bring.running || refer.running}
      error={(origin === 'maker' ? refer : bring).error}
      onClose={() => {
        bring.clear()
        refer.clear()
        onClose()
      }}
      title={t('releaseIt')}
      initial={{ origin: 'house' }}
      onSubmit={submit}
    >
      <Form.Item name="productId" label={t('product')} rules={needed}>
        <Select
          showSearch
          optionFilterProp="label"
          options={(products.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="release" label={t('release')} extra={t('releaseHint')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="notes" label={t('notes')} rules={needed}>
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
      <Form.Item name="origin" label={t('origin')}>
        <Segmented
          options={[
            { value: 'house', label: t('byHouse') },
            { value: 'maker', label: t('byMaker') },
          ]}
        />
      </Form.Item>
      {origin === 'maker' ? (
        <>
          <Form.Item name="address" label={t('address')} extra={t('addressHint')} rules={needed}>
            <Input maxLength={400} />
          </Form.Item>
          <Form.Item name="bytes" label={t('bytesLabel')} rules={needed}>
            <InputNumber min={1} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="sm3" label={t('sm3')} rules={needed}>
            <Input maxLength={64} />
          </Form.Item>
        </>
      ) : (
        <Form.Item name="file" label={t('file')} rules={needed}>
          <Upload maxCount={1} beforeUpload={() => false}>
            <Button icon={<Icon name="plus" />}>{t('choose')}</Button>
          </Upload>
        </Form.Item>
      )}
    </FormDrawer>
  )
}
