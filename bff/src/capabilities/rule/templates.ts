import type { RuleContent, Selector } from '@liren/contract/capabilities/rule'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { productsByCode } from '../product/read.ts'

/** A template with the products of this house in the place of their codes. */
export async function settled(kernel: Kernel, content: RuleContent, tx?: Tx): Promise<RuleContent> {
  const codes = content.when.flatMap((when) => ('of' in when && when.of.by === 'product' ? [when.of.productId] : []))
  if (codes.length === 0) return content
  const products = await productsByCode(kernel, codes, tx)
  const settle = (of: Selector): Selector =>
    of.by === 'product' ? { ...of, productId: products.get(of.productId)?.id ?? of.productId } : of
  return { ...content, when: content.when.map((when) => ('of' in when ? { ...when, of: settle(when.of) } : when)) }
}
