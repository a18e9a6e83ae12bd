export { default } from '../../../../miniapp/src/pkg-grid/leases/index'
