"""What the server's processes load under the supervisor: the application, in a process that ends with its parent.

Granian's workers outlive a parent that is killed with -9 and would go on holding the port; these do not.
"""


from django.core.wsgi import get_wsgi_application

from salerno.portal.operations.lifelines import end_with_parent

end_with_parent()
application = get_wsgi_application()
