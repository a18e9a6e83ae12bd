import { text } from '@liren/contract'
import type { Check } from '../../kernel/health/check.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'

/** A device speaks in the words of its product’s model; without a released one nothing it says is understood. */
export const modelCheck = ({ store }: Pick<Kernel, 'store'>): Check => ({
  name: 'models',
  part: 'engines',
  text: text('物模型引擎', 'Thing engine'),
  vital: false,
  async run() {
    const [row] = await unscoped<{ mute: number }>(store, 'how the engine does concerns the whole house', {
      sql: `SELECT COUNT(*) AS mute FROM products p WHERE p.model_number = 0
            AND EXISTS (SELECT 1 FROM devices d WHERE d.product_id = p.id AND d.stage = 'active')`,
      params: [],
    })
    const mute = Number(row?.mute ?? 0)
    return mute > 0
      ? { state: 'degraded', detail: `产品未发布物模型 · products without a released model: ${mute}` }
      : { state: 'good', detail: '' }
  },
})
