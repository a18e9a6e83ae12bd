export { default } from '../../../../miniapp/src/pkg-house/energy/index'
