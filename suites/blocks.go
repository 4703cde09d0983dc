package suites

// Every functional block registers its cases when it is linked in.
import (
	_ "github.com/certbench/certbench/suites/a_security"
	_ "github.com/certbench/certbench/suites/b_provisioning"
	_ "github.com/certbench/certbench/suites/c_authorization"
	_ "github.com/certbench/certbench/suites/d_local_list"
	_ "github.com/certbench/certbench/suites/e_transactions"
	_ "github.com/certbench/certbench/suites/f_remote_control"
	_ "github.com/certbench/certbench/suites/g_availability"
	_ "github.com/certbench/certbench/suites/h_reservation"
	_ "github.com/certbench/certbench/suites/i_tariff_cost"
	_ "github.com/certbench/certbench/suites/j_metervalues"
	_ "github.com/certbench/certbench/suites/k_smart_charging"
	_ "github.com/certbench/certbench/suites/l_firmware"
	_ "github.com/certbench/certbench/suites/m_certificates"
	_ "github.com/certbench/certbench/suites/n_diagnostics"
	_ "github.com/certbench/certbench/suites/o_display"
	_ "github.com/certbench/certbench/suites/p_data_transfer"
)
