import { Card } from '../../parts/page/page.tsx'
import { Bone } from '../../parts/state/bones.tsx'
import style from './statistics.module.css'

const figures = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** The page in its final shape while the figures are on their way. */
export function StatisticsBones() {
  return (
    <>
      <Card>
        <div className={style.figures}>
          {figures.map((key) => (
            <div key={key} style={{ display: 'grid', gap: 10 }}>
              <Bone width={60} height={12} />
              <Bone width={90} height={28} />
            </div>
          ))}
        </div>
      </Card>
      <div className={style.grid}>
        <div className={style.stack}>
          <Card title={<Bone width={160} />}>
            <Bone height={280} />
          </Card>
          <Card title={<Bone width={120} />}>
            <Bone height={72} />
          </Card>
        </div>
        <Card title={<Bone width={120} />}>
          <Bone height={260} />
        </Card>
      </div>
    </>
  )
}
