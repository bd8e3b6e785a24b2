"""The stock L3 router plugin, with the one thing the (absent) L3 agent would
report back: an associated floating IP is ACTIVE, an unassociated one DOWN."""

from neutron.services.l3_router import l3_router_plugin
from neutron_lib import constants


class L3Plugin(l3_router_plugin.L3RouterPlugin):
    def _report(self, context, fip):
        want = constants.FLOATINGIP_STATUS_ACTIVE if fip.get("port_id") else constants.FLOATINGIP_STATUS_DOWN
        if fip["status"] != want:
            self.update_floatingip_status(context.elevated(), fip["id"], want)
            fip["status"] = want
        return fip

    def create_floatingip(self, context, floatingip):
        return self._report(context, super().create_floatingip(context, floatingip))

    def update_floatingip(self, context, id, floatingip):
        return self._report(context, super().update_floatingip(context, id, floatingip))
