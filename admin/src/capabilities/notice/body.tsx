import { type NoticeBlock, noticeBlocks } from '@liren/contract/capabilities/notice'
import style from './phone.module.css'

/** The text of a notice with its headings, lists and tables, as a phone draws it. */
export function NoticeBody({ body }: { body: string }) {
  return (
    <div className={style.body}>
      {noticeBlocks(body).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are what stands where
        <Block key={index} block={block} />
      ))}
    </div>
  )
}

function Block({ block }: { block: NoticeBlock }) {
  if (block.kind === 'heading') return <h5>{block.text}</h5>
  if (block.kind === 'paragraph') return <p>{block.text}</p>
  if (block.kind === 'list')
    return (
      <ul>
        {block.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items are what stands where
          <li key={index}>{item}</li>
        ))}
      </ul>
    )
  return (
    <div className={style.wide}>
      <table>
        <thead>
          <tr>
            {block.head.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells are what stands where
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <tr key={row}>
              {cells.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
