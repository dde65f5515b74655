// Small helps for the pages; each page also works without them.
"use strict";
