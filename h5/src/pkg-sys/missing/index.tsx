export { default } from '../../../../miniapp/src/pkg-sys/missing/index'
