"""What people in the admin see of the publisher: a corner of each page, and a panel of the first one."""
