import { type NoticeBlock, noticeBlocks } from '@liren/contract/capabilities/notice'
import { Box, Scroll } from '@/platform/elements'
import './body.css'

/** The text of a notice, drawn from its few signs; nothing in it is ever markup. */
export const NoticeBody = ({ body }: { body: string }) => (
  <Box className="notice-body">
    {noticeBlocks(body).map((block, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one finished text
      <Block key={at} block={block} />
    ))}
  </Box>
)

function Block({ block }: { block: NoticeBlock }) {
  if (block.kind === 'heading')
    return (
      <Box as="h2" className="heading">
        {block.text}
      </Box>
    )
  if (block.kind === 'paragraph') return <Box>{block.text}</Box>
  if (block.kind === 'list')
    return (
      <Box role="list" className="stack gap-4">
        {block.items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of one finished text
          <Box key={at} className="notice-item">
            {item}
          </Box>
        ))}
      </Box>
    )
  return (
    <Scroll across className="notice-table">
      <Box role="table" className="notice-grid">
        {[block.head, ...block.rows].map((cells, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one finished table
          <Box key={line} role="row" className={`notice-line ${line === 0 ? 'notice-head' : ''}`}>
            {cells.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells of one finished table
              <Box key={at} role="cell" className="notice-cell">
                {cell}
              </Box>
            ))}
          </Box>
        ))}
      </Box>
    </Scroll>
  )
}
