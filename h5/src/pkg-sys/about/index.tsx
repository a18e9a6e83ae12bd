export { default } from '../../../../miniapp/src/pkg-sys/about/index'
