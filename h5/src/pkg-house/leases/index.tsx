export { default } from '../../../../miniapp/src/pkg-house/leases/index'
