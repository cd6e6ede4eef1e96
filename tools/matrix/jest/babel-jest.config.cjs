module.exports = {
  testEnvironment: 'node',
  transformIgnorePatterns: ['/node_modules/(?!(@org|jose)/)'],
};
