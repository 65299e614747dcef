// Stryker 9.6 requires parts of mocha without their extension; mocha 12 has renamed them to .cjs.
require('module')._extensions['.cjs'] = require('module')._extensions['.js'];
